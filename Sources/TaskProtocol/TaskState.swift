/// The state of a task. Sandbox, runner and hub use the same states.
package enum TaskState: String, Codable, CaseIterable, Sendable {
    /// Nothing has been done for it yet.
    case queued
    /// Its sandbox is being made and filled.
    case preparing
    /// Claude works on it.
    case running
    /// Claude waits for something from outside, such as the reset of a usage limit.
    case waiting
    /// The user has paused its sandbox.
    case paused
    case completed
    case failed
    case timedOut = "timed-out"
    case cancelled
    /// Nobody knows its sandbox any more. It can be resumed.
    case interrupted

    /// The states that may follow.
    package var next: Set<TaskState> {
        switch self {
        case .queued: [.preparing, .cancelled, .interrupted]
        case .preparing: Self.ends.union([.running])
        case .running: Self.ends.union([.waiting, .paused])
        case .waiting: Self.ends.union([.running, .paused])
        case .paused: Self.ends.union([.running, .waiting])
        case .interrupted: [.queued, .preparing, .running, .cancelled]
        case .completed, .failed, .timedOut, .cancelled: []
        }
    }

    /// Whether the task has ended, well or not.
    package var isEnd: Bool { Self.ends.contains(self) }

    private static let ends: Set<TaskState> = [.completed, .failed, .timedOut, .cancelled, .interrupted]
}
