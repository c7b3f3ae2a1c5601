internal import Coordinator
package import GitKit

/// Two states that cannot be merged: their names, and the files in conflict.
package struct ConflictedMerge: Sendable {
    /// A state with its name.
    package struct Side: Equatable, Sendable {
        /// The name of a branch, or another name of the state; `HEAD` when HEAD is detached.
        package let label: String
        /// The commit; nil when the state was never committed.
        package let commit: String?
        /// The session that works there; nil when none is known.
        package let sessionID: String?

        /// Makes a side without a session unless told otherwise.
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
    /// The operation that stopped there: `merge`, `rebase`, …
    package let operation: String?
    /// The commit that both sides come from; nil when it is unknown or there are several.
    package let base: String?
    /// The side that is checked out or was named first.
    package let ours: Side
    /// The other side.
    package let theirs: Side
    /// The conflicting files with their versions.
    package let files: [MergeStages]

    /// Makes a merge; without a worktree, one that was only tried.
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
