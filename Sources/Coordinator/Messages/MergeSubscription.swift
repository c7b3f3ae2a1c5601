internal import Store

/// A session's wish to be told when a branch is merged. The session is told once. The wish ends with the session.
package struct MergeSubscription: Equatable, Sendable {
    /// The stages of a subscription.
    package enum State: String, Sendable, ColumnConvertible {
        case active
        /// The session was told of the merge.
        case notified
        /// The session ended before the merge.
        case ended
    }

    /// A random id.
    package var id: String
    /// The session that wants to be told.
    package var sessionID: String
    /// The common git directory.
    package var repository: String
    /// The short name of the branch.
    package var branch: String
    /// The short name of the branch into which it is to be merged.
    package var target: String
    /// The branch's tip when it was last seen. It stands for the branch after its deletion.
    package var tip: String
    /// Whether the branch was ever seen with commits that the target did not have.
    package var hadOwnCommits: Bool
    /// The stage that the subscription has reached.
    package var state: State
    /// The time of the wish, in ISO-8601.
    package var createdAt: String
    /// The time of the message or of the session's end; nil: still active.
    package var endedAt: String?
    /// The merge that fulfilled the wish; nil for none.
    package var mergeID: String?

    /// Makes an active subscription.
    package init(
        id: String, sessionID: String, repository: String, branch: String, target: String, tip: String,
        hadOwnCommits: Bool, createdAt: String
    ) {
        self.id = id
        self.sessionID = sessionID
        self.repository = repository
        self.branch = branch
        self.target = target
        self.tip = tip
        self.hadOwnCommits = hadOwnCommits
        state = .active
        self.createdAt = createdAt
    }
}

extension MergeSubscription {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        sessionID = try row["session_id"]
        repository = try row["repository"]
        branch = try row["branch"]
        target = try row["target"]
        tip = try row["tip"]
        hadOwnCommits = try row["had_own_commits"]
        state = try row["state"]
        createdAt = try row["created_at"]
        endedAt = try row["ended_at"]
        mergeID = try row["merge_id"]
    }
}
