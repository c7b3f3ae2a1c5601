internal import HookCore

/// The state of a worktree's HEAD.
package struct Head: Equatable, Sendable {
    /// The commit's full hexadecimal id; nil before the first commit.
    package let commit: String?
    /// The branch without `refs/heads/`; nil when HEAD is detached. An unborn HEAD outside of that has its full name.
    package let branch: String?

    /// A HEAD; without a commit it is unborn, without a branch it is detached.
    package init(commit: String?, branch: String?) {
        self.commit = commit
        self.branch = branch
    }

    /// Whether both have the same commit, and the same branch by its bytes.
    package static func == (left: Head, right: Head) -> Bool {
        left.commit == right.commit && left.branch.isSame(as: right.branch)
    }
}
