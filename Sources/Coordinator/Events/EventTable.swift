package import Store

/// The SQL of the append-only table `events`.
package enum EventTable {
    /// Appends an event inside the caller's transaction.
    package static func append(
        _ event: String, at: String, repository: String?, session: String? = nil, worktree: String? = nil,
        cause: String? = nil, detail: String? = nil, in db: Connection
    ) throws(StoreError) {
        try db.run(
            """
            INSERT INTO events (at, repository, session_id, worktree, event, cause, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, arguments: [at, repository, session, worktree, event, cause, detail])
    }

    /// The latest event of a session.
    static func last(of session: String, in db: Connection) throws(StoreError) -> String? {
        try db.value(
            "SELECT event FROM events WHERE session_id = ? ORDER BY sequence DESC LIMIT 1", arguments: [session])
    }

    /// Returns the time when each rescue was last restored, by the rescue's id. Leaves out rescues that were saved
    /// again since then, unchanged.
    static func restoredRescues(in db: Connection) throws(StoreError) -> [String: String] {
        // Columns beside max() have the values of the row with the maximum (SQLite's own rule).
        let rows = try db.query(
            """
            SELECT detail, at, event, max(sequence) FROM events
            WHERE event IN ('rescue.created', 'rescue.matched', 'rescue.restored')
            GROUP BY detail HAVING detail IS NOT NULL AND event = 'rescue.restored'
            """, arguments: [],
            map: { row throws(StoreError) -> (String, String) in (try row["detail"], try row["at"]) })
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Returns the repositories in which rescues were made, with or without a session.
    static func rescuedRepositories(in db: Connection) throws(StoreError) -> [String] {
        try db.column(
            """
            SELECT DISTINCT repository FROM events
            WHERE event = 'rescue.created' AND repository IS NOT NULL ORDER BY 1
            """)
    }

    static func rescueRestored(
        _ id: String, at: String, repository: String, worktree: String, in db: Connection
    ) throws(StoreError) {
        try append("rescue.restored", at: at, repository: repository, worktree: worktree, detail: id, in: db)
    }

    /// Returns the newest `limit` events after `sequence`, oldest first.
    static func list(
        repository: String?, after sequence: Int64, limit: Int, in db: Connection
    ) throws(StoreError) -> [Event] {
        try db.query(
            """
            SELECT * FROM (SELECT * FROM events WHERE sequence > ?1 AND (?2 IS NULL OR repository = ?2)
                           ORDER BY sequence DESC LIMIT ?3) ORDER BY sequence
            """, arguments: [sequence, repository, limit], map: Event.init(row:))
    }
}
