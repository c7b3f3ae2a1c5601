package import Files
internal import GitKit

/// The changes of one worktree to the files of a question.
package struct FileWork: Sendable {
    /// A file and the state of its changes in the worktree.
    package struct Change: Equatable, Sendable {
        /// The path from the repository's root.
        package let path: PathBytes
        /// Whether the worktree's branch has changed the file since it parted from the asker's.
        package var isCommitted = false
        /// The kind of the uncommitted change: `modified`, `untracked`, `unmerged`; nil for none.
        package var uncommitted: String?
    }

    /// The root of the worktree.
    package let worktree: String
    /// The branch's short name; nil when HEAD is detached.
    package let branch: String?
    /// The living session of the worktree; nil for none.
    package let session: Session?
    /// The changed files, sorted by path.
    package let changes: [Change]
}

/// The changes of other worktrees, and the worktrees that could not be read.
package struct FileWorkSurvey: Sendable {
    /// The worktrees with changes, and only those.
    package var work: [FileWork] = []
    /// The worktrees that could not be read, with the error.
    package var problems: [(worktree: String, message: String)] = []
}
