internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import TaskProtocol
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
        let task = try TaskList(Coordinator(.live())).task(chosen.id())
        let isRunning = !task.state.isEnd
        if isRunning, let sandbox = task.sandbox {
            let backend = try LiveBackend.find(task.backend, environment: ProgramEnvironment.current)
            try backend.stop(sandbox, seconds: 30)
        }
        if output.json {
            return try Printer.answer(
                json: Document(sessionId: task.id, sandboxId: .init(wrappedValue: task.sandbox), terminated: isRunning))
        }
        Printer.answer(isRunning ? "✓ Task \(task.id) is ended." : "Task \(task.id) has ended already.")
    }
}
