internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Sandbox
internal import TaskProtocol

/// What a user reads of a batch: its state, its tasks, and what to do next.
struct BatchOverview {
    let lines: [String]

    /// - Parameter tasks: all tasks of the batch.
    init(_ batch: BatchRecord, tasks: [TaskRecord], in context: CoordinatorContext) {
        let state = BatchState(batch, tasks: tasks, in: context)
        var rows = ["Batch \(batch.id) \(state.rawValue): \(Self.counts(tasks))"]
        for task in tasks {
            let prompt = task.prompt.split(whereSeparator: \.isNewline).first ?? ""
            let reason = task.reason.map { ": \($0)" } ?? ""
            rows.append("  [task-\(task.number ?? 0)] \(task.state.rawValue)\(reason)  \(prompt.prefix(60))")
            if let branch = task.branch, task.worktree != nil { rows.append("      Branch:   \(branch)") }
            if let worktree = task.worktree { rows.append("      Worktree: \(worktree)") }
            if task.isWorkInSandbox { rows.append("      \(TaskSummary.fetch(task))") }
        }
        let cost = tasks.compactMap(\.costUSD).reduce(0, +)
        if cost > 0 { rows.append("  Cost:    \(Dollars.text(cost))") }
        rows.append("  Results: \(batch.output)")
        if state == .interrupted { rows.append("  Next:    parallel-cc batch resume \(batch.id)") }
        lines = rows.map(\.displayable)
    }

    private static func counts(_ tasks: [TaskRecord]) -> String {
        TaskState.allCases.compactMap { state in
            let count = tasks.count { $0.state == state }
            return count == 0 ? nil : "\(count) \(state.rawValue)"
        }.joined(separator: ", ")
    }
}
