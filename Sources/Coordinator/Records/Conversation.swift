internal import Store

/// The place of a Claude conversation, so that resuming it leads back there.
package struct Conversation: Equatable, Sendable {
    /// The conversation's id in Claude Code.
    package var claudeSessionID: String
    /// The session in which it took place last; nil for none.
    package var sessionID: String?
    /// The common git directory.
    package var repository: String
    /// The root of the worktree in which it took place.
    package var worktreePath: String
    /// The directory in the worktree where claude started; empty for the root.
    package var subdirectory: String
    /// The root of the worktree in which the user started the session.
    package var origin: String?
    /// The branch of the worktree; nil when none was recorded.
    package var branch: String?
    /// The worktree's commit at its removal; nil while it has not been removed.
    package var head: String?
    /// The rescue from the worktree's removal; nil when none was made.
    package var rescue: String?
    /// The time of the last record, in ISO-8601.
    package var updatedAt: String
}

extension Conversation {
    init(row: borrowing Row) throws(StoreError) {
        claudeSessionID = try row["claude_session_id"]
        sessionID = try row["session_id"]
        repository = try row["repository"]
        worktreePath = try row["worktree_path"]
        subdirectory = try row["subdirectory"]
        origin = try row["origin"]
        branch = try row["branch"]
        head = try row["head"]
        rescue = try row["rescue"]
        updatedAt = try row["updated_at"]
    }
}
