internal import Store

/// Where a Claude conversation took place, so that resuming it leads back there.
package struct Conversation: Equatable, Sendable {
    package var claudeSessionID: String
    package var sessionID: String?
    package var repository: String
    package var worktreePath: String
    package var subdirectory: String
    package var origin: String?
    package var branch: String?
    /// The worktree's commit when it was removed.
    package var head: String?
    /// The rescue that was made when the worktree was removed.
    package var rescue: String?
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

    /// Notes what becomes of the worktree that conversations took place in.
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

    /// Where those took place that were started in a checkout.
    static func places(origin: String, in db: Connection) throws(StoreError) -> [String] {
        try db.column("SELECT DISTINCT worktree_path FROM conversations WHERE origin = ?", arguments: [origin])
    }

    /// The latest one that was started in a checkout and whose session is over.
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
