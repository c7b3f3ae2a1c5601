internal import Coordinator
package import Files
internal import GitKit

/// The result of rebasing a branch onto another.
package struct RebaseOutcome: Sendable {
    /// The kinds of results.
    package enum Kind: Equatable, Sendable {
        /// The branch has all commits of the target already.
        case upToDate
        /// A preview found no obstacle.
        case wouldSucceed
        /// A preview found conflicts in these files.
        case wouldConflict([PathBytes])
        case rebased
        /// These files conflict. Nothing has changed.
        case conflict([PathBytes])
    }

    /// The kind of the result.
    package var result: Kind

    /// Whether the commits conflict with the target.
    package var hasConflicts: Bool {
        switch result {
        case .conflict, .wouldConflict: true
        case .upToDate, .wouldSucceed, .rebased: false
        }
    }

    /// The root of the worktree.
    package var worktree: String
    /// The branch's short name.
    package var branch: String
    /// The target's full reference.
    package var target: String
    /// The full id of the target's tip.
    package var targetCommit: String
    /// The full id of the branch's tip before.
    package var previousHead: String
    /// The full id of the branch's tip afterwards.
    package var head: String
    /// The number of commits of the branch that the target does not have.
    package var ownCommits: Int
    /// The id of the rescue that was made before; nil when nothing was changed.
    package var rescue: String?
    /// git's own output.
    package var output: String
    /// Whether a preview ignored uncommitted changes.
    package var leavesOutUncommitted = false
}
