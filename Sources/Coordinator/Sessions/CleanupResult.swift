package import HookCore

/// The effects of a cleanup.
package struct CleanupResult: Equatable, Sendable {
    /// The ids of lost sessions that the cleanup ended.
    package var sessions: [String] = []
    /// The removed worktrees, those of interrupted removals included.
    package var worktrees: [RemovalOutcome] = []
    /// The worktrees and trash entries that could not be cleaned up.
    package var failures: [CleanupFailure] = []
}

/// A worktree, repository or trash entry that could not be cleaned up.
package struct CleanupFailure: Equatable, Sendable {
    /// The path that the failure concerns.
    package let path: String
    /// The error in one sentence.
    package let message: String
    /// The error's advice to the user; nil for none.
    package let hint: String?

    /// Takes message and hint from an error.
    package init(_ path: String, error: ParallelError) {
        self.path = path
        message = error.description
        hint = error.hint
    }
}
