internal import TaskProtocol

/// Sees that the tasks of a batch fail one after the other because the API refuses them: then the next ones would, too.
struct BatchBreaker {
    /// The number of tasks in a row that must have failed so.
    static let mostFailures = 5

    private var failures = 0

    /// Takes the end of a task.
    /// - Returns: why the batch is to stop; nil where it may go on.
    mutating func take(_ state: TaskState, reason: String?) -> String? {
        guard state.isEnd, state != .cancelled, state != .interrupted else { return nil }
        guard state == .failed, let reason, reason.lowercased().hasPrefix("api error") else {
            failures = 0
            return nil
        }
        failures += 1
        if failures < Self.mostFailures { return nil }
        return "\(failures) tasks in a row have failed: \(reason)"
    }
}
