/// What came of ending a session.
package struct ReleaseResult: Equatable, Sendable {
    /// Whether there was such a session.
    package var released: Bool
    package var session: Session?
    /// What became of its worktree, when it had one of its own.
    package var worktree: RemovalOutcome?
    /// Commits on the worktree's branch that neither its start nor the main checkout has.
    package var unmergedCommits = 0
    /// The same of the branch that HEAD was on in the end, when that was another one.
    package var headCommits = 0
}
