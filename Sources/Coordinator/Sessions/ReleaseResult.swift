/// The effects of a release.
package struct ReleaseResult: Equatable, Sendable {
    /// Whether there was such a session.
    package var released: Bool
    /// The released session, as it was before; nil for none.
    package var session: Session?
    /// The outcome of the removal of the session's own worktree; nil when it had none.
    package var worktree: RemovalOutcome?
    /// The number of commits on the worktree's branch that neither its base nor the main checkout's HEAD has.
    package var unmergedCommits = 0
    /// The same number for the branch that HEAD was on at the end, when it was another one.
    package var headCommits = 0
}
