internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import Wiring

/// `batch cancel`.
struct BatchCancel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End all tasks of a batch that have not ended. Their work is stored first.")

    @OptionGroup var chosen: BatchOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let batchId: String
        let cancelled: [String]
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let list = try BatchList(coordinator)
        let batch = try list.chosen(chosen.batch)
        let cancellation = try TaskCancellation(coordinator, backend: LiveBackend.find, watch: LiveBackend.warn)
        // The last ones first: those that wait must not begin when others end.
        let tasks = try TaskList(coordinator)
        let cancelled = try tasks.all(of: batch).reversed().filter { try cancellation.cancel($0) }.map(\.id)
        for task in try tasks.all(of: batch) { ModelAccess.close(for: task, in: coordinator.context) }
        try list.closeIfEnded(batch)
        if output.json {
            return try Printer.answer(json: Document(batchId: batch.id, cancelled: cancelled.reversed()))
        }
        Printer.answer("✓ \(cancelled.count) tasks of batch \(batch.id) are ended.")
    }
}
