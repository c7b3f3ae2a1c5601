internal import CommandLineKit
internal import Coordinator
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// What a user reads of a task that has ended.
struct TaskSummary {
    let lines: [String]

    init(_ task: TaskRecord, in context: CoordinatorContext) {
        let mark = task.state == .completed ? "✓" : task.state.isEnd ? "✗" : "●"
        let state = Self.state(of: task, in: context)
        var rows = ["\(mark) Task \(task.id) \(state)" + (task.reason.map { ": \($0)" } ?? "")]
        if let result = task.result { rows += result.split(separator: "\n").map { "  " + $0 } }
        if let cost = task.costUSD { rows.append("  Cost:     \(Dollars.text(cost)) in \(task.turns) turns") }
        if let worktree = task.worktree { rows.append("  Worktree: \(worktree)") }
        if let branch = task.branch, task.worktree != nil { rows.append("  Branch:   \(branch)") }
        if task.isLeft(in: context) || task.state == .interrupted {
            rows.append("  Next:     parallel-cc sandbox resume \(task.id), or download to have its work")
        }
        if task.isWorkInSandbox { rows.append("  \(Self.fetch(task))") }
        if task.worktree == nil, task.state.isEnd { rows.append("  " + Self.withoutWorktree(task)) }
        if let sandbox = task.sandbox { rows.append("  Sandbox:  \(sandbox.prefix(12)) (kept)") }
        lines = rows.map(\.displayable)
    }

    /// Returns the state, and whether nobody watches the task.
    static func state(of task: TaskRecord, in context: CoordinatorContext) -> String {
        task.state.rawValue + (task.isLeft(in: context) ? " (its run was cut off)" : "")
    }

    /// Returns what a user does about a task whose newest work did not come home.
    static func fetch(_ task: TaskRecord) -> String {
        "Next:     parallel-cc sandbox download \(task.id), or copy /workspace out: its sandbox alone has its work"
    }

    private static func withoutWorktree(_ task: TaskRecord) -> String {
        if task.snapshot == nil { return "No work came back." }
        return task.reason == nil ? "Nothing was changed." : "No worktree was made."
    }
}
