internal import Store

/// The SQL of the table `messages`. The hook delivers the messages (`HookSQL`).
enum MessageTable {
    /// - Returns: the message's id.
    static func insert(
        _ text: String, kind: Message.Kind, to session: String, from sender: String?, at: String, in db: Connection
    ) throws(StoreError) -> Int64 {
        try db.run(
            "INSERT INTO messages (session_id, sender_id, kind, text, sent_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [session, sender, kind, text, at])
        return try db.value("SELECT last_insert_rowid()") ?? 0
    }

    /// Returns the newest `limit` messages, oldest first.
    /// - Parameters:
    ///   - repository: the repository in which the receivers worked; nil: any.
    ///   - session: the receiver; nil: any.
    static func list(
        of repository: String?, to session: String?, isWaiting: Bool, limit: Int, in db: Connection
    ) throws(StoreError) -> [Message] {
        try db.query(
            """
            SELECT * FROM (
                SELECT m.*, s.name AS session_name, f.name AS sender_name
                FROM messages m JOIN sessions s ON s.id = m.session_id LEFT JOIN sessions f ON f.id = m.sender_id
                WHERE (?1 IS NULL OR s.repository = ?1) AND (?2 IS NULL OR m.session_id = ?2)
                    AND (NOT ?3 OR m.delivered_at IS NULL)
                ORDER BY m.id DESC LIMIT ?4)
            ORDER BY id
            """, arguments: [repository, session, isWaiting, limit], map: Message.init(row:))
    }

    /// Hands the undelivered messages of a conversation's ended sessions to the session in which the conversation goes
    /// on.
    static func readdress(_ claudeSessionID: String, to session: String, in db: Connection) throws(StoreError) {
        try db.run(
            """
            UPDATE messages SET session_id = ?1
            WHERE delivered_at IS NULL AND session_id IN (
                SELECT id FROM sessions
                WHERE claude_session_id = ?2 AND id <> ?1 AND state NOT IN ('starting', 'active'))
            """, arguments: [session, claudeSessionID])
    }
}
