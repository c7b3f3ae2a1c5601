internal import Coordinator
package import HookCore

/// What one run of the queue brought.
package struct QueueResult: Sendable {
    package var landed: [QueueEntry] = []
    /// Ready, but the target is being worked on.
    package var pending: [QueueEntry] = []
    package var conflicts: [QueueEntry] = []
    package var failed: [QueueEntry] = []
    /// Targets on which nothing could be landed, and why; their branches wait on.
    package var errors: [(target: String, error: ParallelError)] = []

    /// What was found of earlier runs that were cut off, and done about it.
    package var notes: [String] = []

    /// Whether nothing went wrong with any branch or target.
    package var isGood: Bool { conflicts.isEmpty && failed.isEmpty && errors.isEmpty }

    mutating func add(_ entry: QueueEntry) {
        switch entry.state {
        case .landed: landed.append(entry)
        case .pending: pending.append(entry)
        case .conflict: conflicts.append(entry)
        case .failed: failed.append(entry)
        case .queued, .landing, .removed: break
        }
    }
}
