package import Files
internal import GitKit

/// What one worktree has changed of the files that somebody asks about.
package struct FileWork: Sendable {
    /// One file, and what became of it there.
    package struct Change: Equatable, Sendable {
        package let path: PathBytes
        /// Whether its branch has changed it since it parted from the asker's.
        package var isCommitted = false
        /// What has not been committed: `modified`, `untracked`, `unmerged`; nil where nothing.
        package var uncommitted: String?
    }

    package let worktree: String
    /// Nil when HEAD is detached.
    package let branch: String?
    /// Who lives there.
    package let session: Session?
    package let changes: [Change]
}

/// What other worktrees have changed, and where that could not be found out.
package struct FileWorkSurvey: Sendable {
    /// Only worktrees with changes.
    package var work: [FileWork] = []
    package var problems: [(worktree: String, message: String)] = []
}
