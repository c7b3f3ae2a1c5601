internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// Runs one task to its end, and answers with what has become of it.
struct TaskCommand {
    let coordinator: Coordinator
    let backend: any SandboxBackend
    let host: LiveHost
    let output: OutputOption

    /// - Parameter task: as this process has claimed it.
    /// - Throws: `ExitCode` unless the task is completed and its work is home.
    func run(_ task: TaskRecord) throws {
        let narration = TaskNarration(isQuiet: output.json)
        var run = try TaskRun(
            task, of: coordinator, backend: backend, host: host,
            stop: { Interruption.signal == nil ? nil : .cancelled }, watch: narration.tell)
        let ended: TaskRecord
        do {
            defer { narration.end() }
            ended = try run.run()
        }
        if output.json {
            try Printer.answer(json: TaskDocument(ended, in: coordinator.context), pretty: false)
        } else {
            Printer.answer(lines: TaskSummary(ended, in: coordinator.context).lines)
        }
        if let signal = Interruption.signal { throw ExitCode.signaled(signal) }
        if ended.state != .completed || ended.isWorkInSandbox { throw ExitCode.failure }
    }
}
