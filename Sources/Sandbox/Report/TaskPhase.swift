internal import TaskProtocol

/// A time in which a task was in one state.
struct TaskPhase: Equatable, Sendable {
    let state: TaskState
    /// Milliseconds since 1970.
    let begin: Int64
    let end: Int64

    /// Whether something was done for the task.
    var isWork: Bool { [.preparing, .running, .waiting].contains(state) }
}
