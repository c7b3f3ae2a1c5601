internal import CommandLineKit
internal import Coordinator
internal import Exec

/// `cleanup`: deals with what sessions left behind that are gone.
struct Cleanup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End lost sessions and take away their worktrees, saving what is in them.")

    @Flag(help: ArgumentHelp("Only what needs no one's word.", visibility: .hidden))
    var onlyOld = false

    @Flag(help: "Answer with one JSON document.")
    var json = false

    private struct Kept: Encodable {
        let path: String
        let reason: String
    }

    private struct Document: Encodable {
        let removed: Int
        let sessions: [String]
        let worktreesRemoved: [String]
        let rescues: [String]
        let kept: [Kept]
    }

    mutating func run() throws {
        Interruption.catchSignals()
        if onlyOld { IdleWork.lowerPriority() }
        let result = try Coordinator(.live()).cleanup(onlyOld: onlyOld)
        let document = Document(
            removed: result.sessions.count, sessions: result.sessions,
            worktreesRemoved: result.worktrees.filter(\.removed).map(\.path),
            rescues: result.worktrees.compactMap(\.rescue),
            kept: result.worktrees.compactMap { outcome in
                outcome.kept.map { Kept(path: outcome.path, reason: $0) }
            } + result.failures.map { Kept(path: $0.path, reason: $0.message) })
        if json { try Printer.answer(json: document, pretty: false) } else { render(document) }
        if !result.failures.isEmpty { throw ExitCode(1) }
    }

    private func render(_ document: Document) {
        Printer.answer("Cleanup Results:")
        Printer.answer("Sessions removed: \(document.removed)")
        Printer.answer("Worktrees removed: \(document.worktreesRemoved.count)")
        for path in document.worktreesRemoved { Printer.answer("  - \(path)") }
        for rescue in document.rescues { Printer.answer("Saved: parallel-cc rescue show \(rescue)") }
        for kept in document.kept { Printer.answer("Kept: \(kept.path) (\(kept.reason))") }
    }
}
