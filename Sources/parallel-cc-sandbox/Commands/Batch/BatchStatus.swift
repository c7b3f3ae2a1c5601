internal import CommandLineKit
internal import Coordinator
internal import Sandbox
internal import Wiring

/// `batch status`.
struct BatchStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show a batch with its tasks.")

    @OptionGroup var chosen: BatchOption

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let batch = try BatchList(coordinator).chosen(chosen.batch)
        let tasks = try TaskList(coordinator).all(of: batch)
        if output.json {
            return try Printer.answer(json: BatchDocument(batch, tasks: tasks, in: coordinator.context))
        }
        Printer.answer(lines: BatchOverview(batch, tasks: tasks, in: coordinator.context).lines)
    }
}
