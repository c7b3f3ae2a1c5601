internal import TaskProtocol

/// Why a task is asked to end before its time.
package enum TaskStop: Sendable {
    /// The user wants its end.
    case cancelled
    /// Another task of its batch has failed.
    case anotherFailed
    /// The program ends; the task can go on later.
    case postponed

    /// The state of a task that ended because it was asked to, and the reason.
    var verdict: (state: TaskState, reason: String?) {
        switch self {
        case .cancelled: (.cancelled, nil)
        case .anotherFailed: (.cancelled, "another task of the batch has failed")
        case .postponed: (.interrupted, "the batch was stopped")
        }
    }
}
