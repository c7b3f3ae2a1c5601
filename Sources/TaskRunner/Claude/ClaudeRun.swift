internal import ClaudeCode
internal import Exec
internal import Files
internal import Glibc
internal import HookCore
internal import TaskProtocol

/// Runs claude and reports what it does.
struct ClaudeRun {
    let order: TaskOrder
    /// A path, or a name on `PATH`.
    let program: String
    let workspace: Workspace
    let environment: [String: String]
    let report: Report

    /// Runs claude to its end, with a snapshot now and then.
    /// - Throws: `.cannotSpawn`, `.unusableFolder`.
    func run(under supervision: Supervision, snapshots: Snapshots) throws(ParallelError) -> TaskEnd {
        report.emit(.preparing(step: "start claude"))
        var transcript = try Transcript(report.folder.transcript)
        let log = try OpenFile(appending: report.folder.errors)
        log.endLine()
        let start = log.size
        let text = report.earlier.hasBegun ? TaskOrder.promptAfterCut(order.prompt) : order.prompt
        let prompt = try OpenFile(holding: Array(text.utf8))
        let config = try storeConfig()
        defer { if let config { unlink(config) } }
        var command = Command(
            program, arguments: ClaudeCommand(order: order, mcpConfig: config, budget: budget).arguments,
            environment: environment, directory: workspace.path)
        command.input = .descriptor(prompt.descriptor)
        command.output = .descriptor(transcript.descriptor)
        command.error = .descriptor(log.descriptor)
        var progress = RunProgress()
        var warnings = TimeWarnings(seconds: order.timeoutSeconds)
        var due = MonotonicClock.milliseconds() + interval
        let (status, stop) = try supervision.run(command, started: workspace.noteClaude) {
            for event in transcript.read().flatMap({ progress.take($0) }) { report.emit(event) }
            if let warning = warnings.due(millisecondsLeft: supervision.millisecondsLeft) {
                report.emit(.warning(message: warning))
            }
            if MonotonicClock.milliseconds() >= due {
                snapshots.takeInBackground()
                due = MonotonicClock.milliseconds() + interval
            }
        }
        for event in transcript.readRest().flatMap({ progress.take($0) }) { report.emit(event) }
        return RunEnd(status: status, stop: stop, progress: progress, lastWords: log.lastLines(from: start)).end
    }

    /// What claude may spend: less what an earlier one has spent here, and never nothing, which it would refuse.
    private var budget: Double? { order.claude.maxBudgetUSD.map { max(0.01, $0 - report.earlier.costUSD) } }

    private var interval: Int64 { Int64(order.snapshotSeconds) * 1_000 }

    /// Stores the MCP configuration where only this user can read it: it may hold secrets.
    /// - Returns: its path; nil where there is none.
    private func storeConfig() throws(ParallelError) -> String? {
        guard let config = order.claude.mcpConfig else { return nil }
        let path = workspace.gitDirectory + "/parallel-cc/mcp.json"
        try FileWriter.replace(path, with: Array(config.utf8), mode: 0o600)
        return path
    }
}
