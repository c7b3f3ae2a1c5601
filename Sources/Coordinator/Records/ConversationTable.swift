internal import Store

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
