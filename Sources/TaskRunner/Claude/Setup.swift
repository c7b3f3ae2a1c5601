internal import Exec
internal import HookCore
internal import TaskProtocol

/// Runs the commands before claude.
struct Setup {
    let order: TaskOrder
    let workspace: Workspace
    let environment: [String: String]
    let report: Report

    /// Runs the commands one after the other.
    /// - Throws: `.setupFailed` for the first that fails, with its last lines; `.stopped`.
    func run(under supervision: Supervision) throws(ParallelError) {
        for line in order.setupCommands {
            report.emit(.preparing(step: line))
            let log = try OpenFile(appending: report.folder.errors)
            log.endLine()
            let start = log.size
            var command = Command(
                "/bin/sh", arguments: ["-c", line], environment: environment, directory: workspace.path)
            command.output = .descriptor(log.descriptor)
            command.error = .descriptor(log.descriptor)
            let (status, stop) = try supervision.run(command)
            if stop != nil {
                throw ParallelError(.stopped, operation: "set up", subject: line, message: "it was stopped")
            }
            guard status.isSuccess else {
                throw ParallelError(
                    .setupFailed, operation: "set up", subject: line,
                    message: "the command ended with status \(status.shellCode)", cause: log.lastLines(from: start))
            }
        }
    }
}
