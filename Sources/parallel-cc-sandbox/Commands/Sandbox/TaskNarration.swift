internal import CommandLineKit
internal import HookCore
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// What a user reads while a task runs: a line for each step, or on a terminal one that changes.
final class TaskNarration {
    private let isQuiet: Bool
    private var line = ProgressLine(terminal: Printer.errorTerminal, write: Printer.narrate(unfinished:))
    private var state = "queued"
    private var tool: String?
    private var turns = 0

    /// - Parameter isQuiet: whether nothing is told.
    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func tell(_ progress: TaskProgress) {
        if isQuiet { return }
        switch progress {
        case .state(let task): state = task.state.rawValue
        case .snapshotMissing(let error): line.finish("⚠ a snapshot is missing: \(error.fullMessage)")
        case .report(let report): take(report.event)
        }
        line.update(
            "Task \(state)",
            detail: [tool, turns > 0 ? "\(turns) turns" : nil].compactMap { $0 }.joined(separator: ", "))
    }

    /// Removes the line that changes.
    func end() { line.finish() }

    private func take(_ event: TaskReport.Event) {
        switch event {
        case .preparing(let step): state = step
        case .claude: state = "running"
        case .tool(let name): tool = name
        case .usage(let count, _, _, _, _): turns = count
        case .waiting(let reason): state = "waiting: \(reason)"
        case .warning(let message), .snapshotFailed(let message): line.finish("⚠ \(message)")
        case .began, .snapshot, .ended: break
        }
    }
}
