/// What a worktree holds that is not elsewhere.
package struct WorkSummary: Equatable, Sendable {
    package var branch: String?
    package var uncommittedFiles: Int
    /// Commits that the main checkout's HEAD does not have.
    package var commitsAhead: Int?
}
