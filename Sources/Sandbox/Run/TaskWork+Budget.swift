internal import Coordinator
internal import HookCore
internal import TaskProtocol

/// What a task has cost.
extension TaskWork {
    /// The beginning of what a runner reports of a Claude that has spent what it may.
    private static let claudesWord = "error_max_budget_usd"

    /// Writes down what the task has cost by now.
    mutating func charge() throws(ParallelError) {
        let charge = try ledger.charge(task, costs: cost.byModel)
        try change { $0.costUSD = charge.total }
        for warning in charge.warnings { warn(warning) }
    }

    /// Why the task cannot go on, where its own budget is spent.
    var spentBudget: TaskStop? {
        guard let budget = task.request?.budgetUSD, (task.costUSD ?? 0) > budget - 1e-6 else { return nil }
        return .budgetSpent(budget)
    }

    /// Why the task must end for what it or all tasks have cost; nil where it may go on.
    func overspent() throws(ParallelError) -> TaskStop? {
        if let spentBudget { return spentBudget }
        return try ledger.reached().map { .limitReached($0.reached) }
    }

    /// Why Claude has ended by itself because it has spent what it may; nil where it has not.
    func budgetStop(in end: TaskEnd) throws(ParallelError) -> TaskStop? {
        guard end.state == .failed, end.reason?.hasPrefix(Self.claudesWord) == true else { return nil }
        if let stop = try overspent() { return stop }
        return .limitReached("a limit of the budget has left it no more")
    }
}
