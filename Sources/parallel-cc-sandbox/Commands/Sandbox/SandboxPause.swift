internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import Wiring

/// `sandbox pause`.
struct SandboxPause: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Let a task rest. Its processes keep what they have in memory.")

    @OptionGroup var chosen: TaskOption

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let tasks = try TaskList(coordinator)
        let task = try tasks.task(chosen.id())
        try TaskPause(coordinator, backend: LiveBackend.find(task.backend)).pause(task)
        if output.json {
            return try Printer.answer(json: TaskDocument(try tasks.task(task.id), in: coordinator.context))
        }
        Printer.answer("✓ Task \(task.id) is paused. Go on: parallel-cc sandbox resume \(task.id)")
    }
}
