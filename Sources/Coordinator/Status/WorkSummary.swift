/// The work of a worktree that is not elsewhere.
package struct WorkSummary: Equatable, Sendable {
    /// The branch's short name; nil when HEAD is detached.
    package var branch: String?
    /// The number of changed and untracked files.
    package var uncommittedFiles: Int
    /// The number of commits that the main checkout's HEAD does not have; nil when unknown.
    package var commitsAhead: Int?
}
