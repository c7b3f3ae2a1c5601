package import Coordinator
package import HookCore

/// What a look at the subscriptions brought.
package struct MergeCheck: Sendable {
    /// Merges that nobody had seen before.
    package var newMerges: [MergeEvent] = []
    package var notificationsSent = 0
    package var subscriptionsChecked = 0
    /// What could not be judged.
    package var errors: [Failure] = []

    package struct Failure: Sendable {
        package let repository: String
        /// Nil where all of the repository's branches could not be judged.
        package let branch: String?
        package let error: ParallelError
    }
}

/// What came of asking to be told.
package struct MergeRequestResult: Sendable {
    /// Nil where there is nothing to wait for: it is merged already.
    package let subscription: MergeSubscription?
    package let state: BranchState
    /// The branch that it is about to be merged into.
    package let target: String
}
