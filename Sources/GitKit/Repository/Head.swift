/// Where a worktree's HEAD points.
package struct Head: Equatable, Sendable {
    /// The commit's full hexadecimal id; nil before the first commit.
    package let commit: String?
    /// The branch without `refs/heads/`; nil when HEAD is detached.
    package let branch: String?

    package init(commit: String?, branch: String?) {
        self.commit = commit
        self.branch = branch
    }
}
