internal import Coordinator
package import GitKit

/// Two states that do not go together: who they are, and at which files they meet.
package struct ConflictedMerge: Sendable {
    /// One of the two.
    package struct Side: Equatable, Sendable {
        /// A branch or whatever it was called; `HEAD` where HEAD is detached.
        package let label: String
        /// Nil where the state was never committed.
        package let commit: String?
        /// The session that works there, as far as it can be known.
        package let sessionID: String?

        package init(label: String, commit: String?, sessionID: String? = nil) {
            self.label = label
            self.commit = commit
            self.sessionID = sessionID
        }
    }

    /// The common git directory.
    package let repository: String
    /// The root of the worktree in which the merge has stopped; nil for a merge that was only tried.
    package let worktree: String?
    /// What has stopped there: `merge`, `rebase`, …
    package let operation: String?
    /// The commit that both sides come from; nil where it is not known or there are several.
    package let base: String?
    package let ours: Side
    package let theirs: Side
    package let files: [MergeStages]

    package init(
        repository: String, worktree: String? = nil, operation: String? = nil, base: String?, ours: Side, theirs: Side,
        files: [MergeStages]
    ) {
        self.repository = repository
        self.worktree = worktree
        self.operation = operation
        self.base = base
        self.ours = ours
        self.theirs = theirs
        self.files = files
    }
}
