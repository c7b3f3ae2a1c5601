internal import Coordinator
internal import HookCore
internal import TaskProtocol

/// What a task may spend.
extension TaskRun {
    /// How long a task may go on once it must end for what it has cost, in milliseconds: the cost comes with Claude's
    /// last words, and most tasks end with them.
    static let grace: Int64 = 3_000

    /// Asks whether the task may begin, and reserves what it may spend.
    /// - Returns: whether it may; else it has ended, because its own budget is spent.
    /// - Throws: `.budgetSpent`, `.budgetReserved`: the task stays as it was.
    mutating func admit() throws(ParallelError) -> Bool {
        if let stop = work.spentBudget {
            try work.goOn(isNewAttempt: false)
            try work.end(TaskEnd(state: stop.verdict.state, reason: stop.verdict.reason), keepsSandbox: false)
            return false
        }
        budget = try work.ledger.admit(work.task)
        return true
    }

    /// Why the task is to end for what it or all tasks have cost.
    mutating func overspent(at now: Int64) throws(ParallelError) -> TaskStop? {
        guard let stop = try work.overspent() else {
            overspentSince = nil
            return nil
        }
        let since = overspentSince ?? now
        overspentSince = since
        return now - since >= Self.grace ? stop : nil
    }
}
