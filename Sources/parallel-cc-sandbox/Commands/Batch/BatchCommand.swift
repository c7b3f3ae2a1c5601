internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// Runs a batch to its end, and answers with its report.
struct BatchCommand {
    let coordinator: Coordinator
    let backend: any SandboxBackend
    let host: LiveHost
    let output: OutputOption

    /// - Throws: `ExitCode` unless all tasks are completed and their work is home.
    func run(_ batch: BatchRecord) throws {
        let tasks = try TaskList(coordinator)
        let all = try tasks.all(of: batch)
        let progress = BatchProgress(all, isQuiet: output.json)
        let run = BatchRun(batch, in: coordinator.context, backend: backend, host: host, watch: progress.tell)
        let ended: BatchRecord
        do {
            defer { progress.end() }
            ended = try run.run()
        }
        try BatchAnswer(ended, in: coordinator).give(output)
        if let reason = ended.reason { Printer.narrate("⚠ The batch was stopped: \(reason)".displayable) }
        if let signal = Interruption.signal { throw ExitCode.signaled(signal) }
        let isComplete = try tasks.all(of: ended).allSatisfy { $0.state == .completed && !$0.isWorkInSandbox }
        if !isComplete { throw ExitCode.failure }
    }
}
