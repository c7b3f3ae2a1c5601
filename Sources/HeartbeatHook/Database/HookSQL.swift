/// The hook's statements. Coordinator defines the tables (`Database/Migration…`).
enum HookSQL {
    /// The time to wait for another writer, in milliseconds.
    static let patience: Int32 = 20

    private static let otherSession =
        "s.id, s.name, s.worktree_path, s.pid, s.start_time, s.boot_id, s.pid_namespace, s.machine_id"

    private static func isInTime(_ table: String) -> String {
        "(\(table)expires_at IS NULL OR \(table)expires_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"
    }

    /// Reads the claim first, by the index of its mode, then its session: `CROSS JOIN` keeps this order.
    private static let held = """
        SELECT c.id, c.kind, c.path, c.taken_at, c.reason, \(otherSession)
        FROM claims c CROSS JOIN sessions s ON s.id = c.session_id
        WHERE c.repository = ?1 AND c.ended_at IS NULL AND s.state IN ('starting', 'active') AND \(isInTime("c."))
        """

    /// Selects the claims that may cover a path: claims of the path itself, and all claims of directories and patterns,
    /// of which there are few.
    static let claims = """
        \(held) AND c.mode = ?3 AND c.kind = 'path' AND c.path = ?2
        UNION ALL
        \(held) AND c.mode = ?3 AND c.kind = 'directory' AND
            (length(c.path) = 0 OR substr(?2, 1, length(c.path) + 1) = CAST(c.path || '/' AS BLOB))
        UNION ALL
        \(held) AND c.mode = ?3 AND c.kind = 'glob'
        """

    /// Selects all exclusive claims in a repository; the caller knows the sessions already.
    static let exclusiveClaims = """
        SELECT id, kind, path, taken_at, reason, session_id FROM claims
        WHERE repository = ?1 AND ended_at IS NULL AND mode = 'EXCLUSIVE' AND \(isInTime(""))
        """

    /// Selects the live sessions of a repository, with their branches as far as parallel-cc made them.
    static let sessions = """
        SELECT \(otherSession), s.branch, w.branch FROM sessions s LEFT JOIN worktrees w ON w.path = s.worktree_path
        WHERE s.repository = ? AND s.state IN ('starting', 'active')
        """

    /// Selects the live sessions of all repositories.
    static let living = """
        SELECT \(otherSession), s.repository FROM sessions s WHERE s.state IN ('starting', 'active')
        """

    static let claimedPaths = """
        SELECT path FROM claims WHERE repository = ? AND session_id = ? AND kind = 'path' AND ended_at IS NULL
            AND \(isInTime(""))
        """

    static let event = """
        INSERT INTO events (at, repository, session_id, worktree, event, cause, detail)
        VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ?, ?, ?, ?, ?, ?)
        """

    /// Adds a message unless the same text still waits for the session.
    static let send = """
        INSERT INTO messages (session_id, sender_id, kind, text, sent_at)
        SELECT ?1, ?2, 'claim', ?3, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE NOT EXISTS
            (SELECT 1 FROM messages WHERE session_id = ?1 AND text = ?3 AND delivered_at IS NULL)
        """

    static let session = """
        SELECT id, repository FROM sessions WHERE pid = ? AND start_time = ? AND boot_id = ? AND pid_namespace = ?
            AND state IN ('starting', 'active')
        """

    static let lease = """
        SELECT \(otherSession) FROM leases l JOIN sessions s ON s.id = l.session_id WHERE l.path = ?
        """

    static let messages = """
        SELECT m.id, m.text, m.sent_at, m.sender_id, s.name FROM messages m LEFT JOIN sessions s ON s.id = m.sender_id
        WHERE m.session_id = ? AND m.delivered_at IS NULL ORDER BY m.id
        """

    static let deliver = """
        UPDATE messages SET delivered_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        WHERE session_id = ? AND delivered_at IS NULL AND id <= ?
        """

    static let own = """
        SELECT id FROM claims WHERE repository = ? AND path = ? AND kind = 'path' AND session_id = ?
            AND ended_at IS NULL AND \(isInTime(""))
        """

    /// Ends a claim whose time is over: a session has one claim of a path at a time. The claim is found by its id,
    /// because SQLite makes a temporary table for an update that may change several rows.
    static let endExpired = """
        UPDATE claims SET ended_at = expires_at, end_reason = 'its time is over'
        WHERE id = (SELECT id FROM claims WHERE repository = ? AND path = ? AND kind = 'path' AND session_id = ?
            AND ended_at IS NULL AND expires_at <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
        """

    /// Adds the event once for each file in each tree.
    static let intrusion = """
        INSERT INTO events (at, repository, session_id, worktree, event, cause, detail)
        SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ?1, ?2, ?3, 'write.intrusion', ?4, ?5 WHERE NOT EXISTS
            (SELECT 1 FROM events WHERE session_id = ?2 AND event = 'write.intrusion' AND worktree = ?3 AND detail = ?5)
        """

    static let announce = """
        INSERT OR IGNORE INTO claims (id, repository, kind, path, mode, session_id, reason, taken_at)
        VALUES (lower(hex(randomblob(16))), ?1, 'path', ?2, 'INTENT', ?3, ?4,
            strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
        """
}
