package import HookCore

/// What a cleanup did.
package struct CleanupResult: Equatable, Sendable {
    /// Sessions that were lost and are ended now.
    package var sessions: [String] = []
    package var worktrees: [RemovalOutcome] = []
    package var failures: [CleanupFailure] = []
}

/// A worktree, or an entry of the trash, that could not be dealt with.
package struct CleanupFailure: Equatable, Sendable {
    package let path: String
    package let message: String
    /// What to do about it, where the error knows.
    package let hint: String?

    package init(_ path: String, error: ParallelError) {
        self.path = path
        message = error.description
        hint = error.hint
    }
}
