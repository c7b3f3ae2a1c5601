internal import Coordinator
package import Files
internal import GitKit

/// What came of bringing a branch up to date with another.
package struct RebaseOutcome: Sendable {
    package enum Kind: Equatable, Sendable {
        /// The branch has all of the target already.
        case upToDate
        /// Only looked: nothing stands in the way of it.
        case wouldSucceed
        /// Only looked: these files conflict.
        case wouldConflict([PathBytes])
        case rebased
        /// These files conflict. Nothing has changed.
        case conflict([PathBytes])
    }

    package var result: Kind

    package var hasConflicts: Bool {
        switch result {
        case .conflict, .wouldConflict: true
        case .upToDate, .wouldSucceed, .rebased: false
        }
    }

    package var worktree: String
    package var branch: String
    /// In full.
    package var target: String
    package var targetCommit: String
    package var previousHead: String
    package var head: String
    /// How many commits of the branch the target does not have.
    package var ownCommits: Int
    /// The rescue that was made before; nil when nothing was changed.
    package var rescue: String?
    /// git's own words.
    package var output: String
    /// Uncommitted changes that a mere look did not consider.
    package var leavesOutUncommitted = false
}
