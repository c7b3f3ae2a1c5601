/// What came of ending a session.
package struct ReleaseResult: Equatable, Sendable {
    /// Whether there was such a session.
    package var released: Bool
    package var session: Session?
    /// What became of its worktree, when it had one of its own.
    package var worktree: RemovalOutcome?
    /// Commits on its branch that are in no other reference.
    package var unmergedCommits: Int
}
