internal import Glibc
internal import HookCore
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// A task of a batch that runs, as a line: its state, the tool in use, turns, cost and time.
struct TaskRow {
    private(set) var state: TaskState
    private let prompt: String
    private var step: String?
    private var tool: String?
    private var turns = 0
    private var cost: Double?
    /// Seconds since 1970.
    private var begun: Int?

    init(_ task: TaskRecord) {
        state = task.state
        prompt = task.prompt.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    /// Takes news of the task.
    /// - Returns: a line that stays; nil for what only changes the row.
    mutating func take(_ progress: TaskProgress) -> String? {
        switch progress {
        case .state(let task):
            state = task.state
            if begun == nil { begun = Int(time(nil)) }
            let reason = task.reason.map { ": \($0)" } ?? ""
            return "\(Self.mark(of: state)) \(state.rawValue)\(reason)"
        case .snapshotMissing(let error): return "⚠ a snapshot is missing: \(error.fullMessage)"
        case .report(let report): return take(report.event)
        }
    }

    private mutating func take(_ event: TaskReport.Event) -> String? {
        switch event {
        case .preparing(let step): self.step = step
        case .claude: step = nil
        case .tool(let name): tool = name
        case .usage(let turns, let cost, _, _, _): (self.turns, self.cost) = (turns, cost ?? self.cost)
        case .waiting(let reason): return "● waits: \(reason)"
        case .warning(let message), .snapshotFailed(let message): return "⚠ \(message)"
        case .began, .snapshot, .ended: break
        }
        return nil
    }

    /// Returns the row.
    /// - Parameter now: seconds since 1970.
    func text(at now: Int) -> String {
        var parts = ["\(Self.mark(of: state)) \(step ?? state.rawValue)"]
        if let tool { parts.append(tool) }
        if turns > 0 { parts.append("\(turns) turns") }
        if let cost { parts.append(Dollars.text(cost)) }
        if let begun { parts.append("\((now - begun) / 60):\(String(100 + (now - begun) % 60).dropFirst())") }
        return parts.joined(separator: ", ") + "  " + prompt
    }

    private static func mark(of state: TaskState) -> String {
        switch state {
        case .queued: "○"
        case .completed: "✓"
        case .failed, .timedOut, .cancelled, .interrupted: "✗"
        case .preparing, .running, .waiting, .paused: "●"
        }
    }
}
