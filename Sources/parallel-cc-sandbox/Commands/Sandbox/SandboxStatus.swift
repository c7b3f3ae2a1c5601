internal import CommandLineKit
internal import Coordinator
internal import Sandbox
internal import Wiring

/// `sandbox status`.
struct SandboxStatus: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Show a task.")

    @OptionGroup var chosen: TaskOption

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let task = try TaskList(coordinator).task(chosen.id())
        if output.json { return try Printer.answer(json: TaskDocument(task, in: coordinator.context)) }
        Printer.answer(lines: TaskSummary(task, in: coordinator.context).lines)
    }
}
