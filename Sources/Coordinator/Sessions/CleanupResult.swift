/// What a cleanup did.
package struct CleanupResult: Equatable, Sendable {
    /// Sessions that were lost and are ended now.
    package var sessions: [String] = []
    package var worktrees: [RemovalOutcome] = []
    /// Worktrees that could not be dealt with, by path, with the error.
    package var failures: [(path: String, message: String)] = []

    package static func == (left: CleanupResult, right: CleanupResult) -> Bool {
        left.sessions == right.sessions && left.worktrees == right.worktrees
            && left.failures.map(\.path) == right.failures.map(\.path)
    }
}
