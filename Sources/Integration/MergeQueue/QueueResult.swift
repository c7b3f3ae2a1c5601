internal import Coordinator
package import HookCore

/// The results of one run of the queue.
package struct QueueResult: Sendable {
    /// Entries that have landed.
    package var landed: [QueueEntry] = []
    /// Ready entries whose target is in use.
    package var ready: [QueueEntry] = []
    /// Entries that conflict with their target.
    package var conflicts: [QueueEntry] = []
    /// Entries that failed for another reason.
    package var failed: [QueueEntry] = []
    /// Targets on which nothing could land, with the reasons. Their branches stay in the queue.
    package var errors: [(target: String, error: ParallelError)] = []

    /// Notes on earlier interrupted runs and their repair.
    package var notes: [String] = []

    /// Whether no branch and no target failed.
    package var isGood: Bool { conflicts.isEmpty && failed.isEmpty && errors.isEmpty }

    mutating func add(_ entry: QueueEntry) {
        switch entry.state {
        case .landed: landed.append(entry)
        case .ready: ready.append(entry)
        case .conflict: conflicts.append(entry)
        case .failed: failed.append(entry)
        case .queued, .landing, .removed: break
        }
    }
}
