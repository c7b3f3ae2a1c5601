internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import Wiring

/// The answer of a command that has run a batch.
struct BatchAnswer {
    private let batch: BatchRecord
    private let coordinator: Coordinator

    init(_ batch: BatchRecord, in coordinator: Coordinator) {
        self.batch = batch
        self.coordinator = coordinator
    }

    func give(_ output: OutputOption) throws {
        let tasks = try TaskList(coordinator).all(of: batch)
        if output.json {
            return try Printer.answer(
                json: BatchDocument(batch, tasks: tasks, in: coordinator.context), pretty: false)
        }
        Printer.answer(lines: BatchOverview(batch, tasks: tasks, in: coordinator.context).lines)
    }
}
