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

/// The SQL of the table `conversations`.
enum ConversationTable {
    static func record(_ claudeID: String, session: Session, at: String, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT OR REPLACE INTO conversations (claude_session_id, session_id, repository, worktree_path,
                subdirectory, origin, branch, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                claudeID, session.id, session.repository, session.worktreePath, session.subdirectory, session.origin,
                session.branch, at,
            ])
    }

    /// Records the branch, commit and rescue of a removed worktree for the conversations that took place in it.
    static func worktreeRemoved(
        _ path: String, branch: String?, head: String?, rescue: String?, in db: Connection
    ) throws(StoreError) {
        try db.run(
            "UPDATE conversations SET branch = ?, head = ?, rescue = ? WHERE worktree_path = ?",
            arguments: [branch, head, rescue, path])
    }

    static func find(_ claudeID: String, in db: Connection) throws(StoreError) -> Conversation? {
        try db.first(
            "SELECT * FROM conversations WHERE claude_session_id = ?", arguments: [claudeID],
            map: Conversation.init(row:))
    }

    /// Returns the worktrees of the conversations that were started in a checkout.
    static func places(origin: String, in db: Connection) throws(StoreError) -> [String] {
        try db.column("SELECT DISTINCT worktree_path FROM conversations WHERE origin = ?", arguments: [origin])
    }

    /// Returns the latest conversation that was started in a checkout and whose session is over.
    static func latestEnded(origin: String, in db: Connection) throws(StoreError) -> Conversation? {
        try db.first(
            """
            SELECT c.* FROM conversations c LEFT JOIN sessions s ON s.id = c.session_id
            WHERE c.origin = ? AND (s.state IS NULL OR s.state NOT IN ('starting', 'active'))
            ORDER BY c.updated_at DESC LIMIT 1
            """, arguments: [origin], map: Conversation.init(row:))
    }
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
