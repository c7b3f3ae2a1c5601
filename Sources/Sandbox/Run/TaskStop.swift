internal import TaskProtocol

/// Why a task is asked to end before its time.
package enum TaskStop: Sendable {
    /// The user wants its end.
    case cancelled
    /// Another task of its batch has failed.
    case anotherFailed
    /// The program ends; the task can go on later.
    case postponed
    /// Its batch was stopped, and why; the task can go on later.
    case batchStopped(String)
    /// It has spent its own budget, in US dollars.
    case budgetSpent(Double)
    /// All tasks have spent what a limit allows; the task can go on later.
    case limitReached(String)

    /// The state of a task that ended because it was asked to, and the reason.
    var verdict: (state: TaskState, reason: String?) {
        switch self {
        case .cancelled: (.cancelled, nil)
        case .anotherFailed: (.cancelled, "another task of the batch has failed")
        case .postponed: (.interrupted, "the batch was stopped")
        case .batchStopped(let reason): (.interrupted, "the batch was stopped: \(reason)")
        case .budgetSpent(let budget): (.failed, "its budget of \(Dollars.text(budget)) is spent")
        case .limitReached(let reason): (.interrupted, reason)
        }
    }
}
