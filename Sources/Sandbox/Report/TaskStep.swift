internal import Coordinator
internal import TaskProtocol

/// The moment at which a task came into a state.
struct TaskStep: Equatable, Sendable {
    let state: TaskState
    /// Milliseconds since 1970.
    let at: Int64

    /// Reads a state and a time; nil where one of them is none.
    init?(state: String, at: String) {
        guard let state = TaskState(rawValue: state), let time = Timestamp(text: at) else { return nil }
        self.state = state
        self.at = time.milliseconds
    }
}
