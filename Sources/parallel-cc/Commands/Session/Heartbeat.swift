internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `heartbeat`: a beat by hand, for scripts of older programs. Never fails.
struct Heartbeat: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Record a sign of life of a session.")

    @OptionGroup var target: SessionOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success: Bool
    }

    mutating func run() throws {
        do {
            let known = try Coordinator(.live()).heartbeat(target.key())
            if output.json { return try Printer.answer(json: Document(success: known), pretty: false) }
            if !known { Printer.narrate("session not found for heartbeat") }
        } catch {
            // A hook calls this command: no fault here may stand in claude's way.
            let failure = Failure(error, path: CommandPath(root: ParallelCC.self))
            if output.json { return try Printer.answer(json: failure.document, pretty: false) }
            Printer.narrate(lines: failure.lines)
        }
    }
}
