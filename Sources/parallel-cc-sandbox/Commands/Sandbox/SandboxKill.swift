internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import Wiring

/// `sandbox kill`.
struct SandboxKill: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill", abstract: "End a task. Its work is stored first.")

    @OptionGroup var chosen: TaskOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let sessionId: String
        @ExplicitNull var sandboxId: String?
        let terminated: Bool
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let tasks = try TaskList(coordinator)
        let task = try tasks.task(chosen.id())
        let cancellation = try TaskCancellation(coordinator, backend: LiveBackend.find, watch: LiveBackend.warn)
        let isEnded = try cancellation.cancel(task)
        ModelAccess.close(for: try tasks.task(task.id), in: coordinator.context)
        if output.json {
            return try Printer.answer(
                json: Document(sessionId: task.id, sandboxId: .init(wrappedValue: task.sandbox), terminated: isEnded))
        }
        Printer.answer(isEnded ? "✓ Task \(task.id) is ended." : "Task \(task.id) has ended already.")
    }
}
