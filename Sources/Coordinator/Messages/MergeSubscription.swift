internal import Store

/// A session's wish to be told when a branch is merged. Told once; ends with its session.
package struct MergeSubscription: Equatable, Sendable {
    package enum State: String, Sendable, ColumnConvertible {
        case active
        /// The session was told.
        case notified
        /// Its session ended first.
        case ended
    }

    package var id: String
    package var sessionID: String
    /// The common git directory.
    package var repository: String
    package var branch: String
    package var target: String
    /// Where the branch was last seen: what is judged once it is deleted.
    package var tip: String
    /// Whether it was ever seen with commits that the target did not have.
    package var hadOwnCommits: Bool
    package var state: State
    package var createdAt: String
    package var endedAt: String?
    package var mergeID: String?

    /// One that has just begun to wait.
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
