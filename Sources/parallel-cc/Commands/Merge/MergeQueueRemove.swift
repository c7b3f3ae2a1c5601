internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// `merge queue remove`.
struct MergeQueueRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a branch out of the queue.",
        discussion: "The branch itself stays as it is.")

    @Argument(help: ArgumentHelp("The branch, or the entry's id.", valueName: "branch"))
    var branch: String

    @OptionGroup var queue: QueueOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let entry: QueueEntryRow
        let message: String
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let entry = try MergeQueue(coordinator).remove(branch, in: try queue.repository(coordinator))
        let message = "Taken out of the queue: \(entry.branch)"
        if output.json { return try Printer.answer(json: Document(entry: QueueEntryRow(entry), message: message)) }
        Printer.answer("✓ \(message)".displayable)
    }
}
