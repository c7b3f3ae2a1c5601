internal import Store

/// The SQL of the append-only table `events`.
enum EventTable {
    static func append(
        _ event: String, at: String, repository: String?, session: String? = nil, worktree: String? = nil,
        cause: String? = nil, detail: String? = nil, _ db: Connection
    ) throws(StoreError) {
        try db.run(
            """
            INSERT INTO events (at, repository, session_id, worktree, event, cause, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, [at, repository, session, worktree, event, cause, detail])
    }

    /// The latest event of a session.
    static func last(of session: String, _ db: Connection) throws(StoreError) -> String? {
        try db.value("SELECT event FROM events WHERE session_id = ? ORDER BY sequence DESC LIMIT 1", [session])
    }

    /// The newest `limit` events after `sequence`, oldest first.
    static func list(
        repository: String?, after sequence: Int64, limit: Int, _ db: Connection
    ) throws(StoreError) -> [Event] {
        try db.query(
            """
            SELECT * FROM (SELECT * FROM events WHERE sequence > ?1 AND (?2 IS NULL OR repository = ?2)
                           ORDER BY sequence DESC LIMIT ?3) ORDER BY sequence
            """, [sequence, repository, limit], map: Event.init(row:))
    }
}
