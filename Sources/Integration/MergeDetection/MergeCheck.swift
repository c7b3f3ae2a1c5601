package import Coordinator
package import HookCore

/// The results of one check of the subscriptions.
package struct MergeCheck: Sendable {
    /// Merges that were not recorded before.
    package var newMerges: [MergeEvent] = []
    /// The number of sessions that were told.
    package var notificationsSent = 0
    /// The number of active subscriptions of living sessions.
    package var subscriptionsChecked = 0
    /// The branches and repositories that could not be judged.
    package var errors: [Failure] = []

    /// A branch or repository that could not be judged.
    package struct Failure: Sendable {
        /// The common git directory.
        package let repository: String
        /// The branch, or the target that is unknown; nil when no branch of the repository could be judged.
        package let branch: String?
        /// The reason.
        package let error: ParallelError
    }
}

/// The answer to a session that asks to be told of a merge.
package struct MergeRequestResult: Sendable {
    /// The subscription; nil when the branch is merged already.
    package let subscription: MergeSubscription?
    /// The present state of the branch.
    package let state: BranchState
    /// The short name of the branch into which it is to be merged.
    package let target: String
}
