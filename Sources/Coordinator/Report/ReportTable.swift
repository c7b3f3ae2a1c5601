internal import Store

/// The SQL of a report: it counts rows, and it lists the values that need pseudonyms.
enum ReportTable {
    /// Returns the number of rows of each table.
    static func rows(in db: Connection) throws(StoreError) -> [String: Int] {
        let tables: [String] = try db.column(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) != 'sqlite_'")
        var rows: [String: Int] = [:]
        for table in tables {
            let quoted = table.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            rows[table] = try db.value("SELECT count(*) FROM \"\(quoted)\"")
        }
        return rows
    }

    /// Returns the number of sessions in each state.
    static func sessionStates(in db: Connection) throws(StoreError) -> [String: Int] {
        try counts("SELECT state, count(*) FROM sessions GROUP BY state", in: db)
    }

    /// Returns the number of worktrees in each state.
    static func worktreeStates(in db: Connection) throws(StoreError) -> [String: Int] {
        try counts("SELECT state, count(*) FROM worktrees GROUP BY state", in: db)
    }

    static func repositories(in db: Connection) throws(StoreError) -> [String] {
        try db.column(
            """
            SELECT repository FROM sessions UNION SELECT repository FROM worktrees UNION SELECT repository FROM trash
            UNION SELECT repository FROM conversations UNION SELECT repository FROM events
            EXCEPT SELECT NULL ORDER BY 1
            """)
    }

    static func worktrees(in db: Connection) throws(StoreError) -> [String] {
        try db.column(
            """
            SELECT worktree_path FROM sessions UNION SELECT origin FROM sessions UNION SELECT path FROM worktrees
            UNION SELECT trash_path FROM worktrees UNION SELECT path FROM trash UNION SELECT trash_path FROM trash
            UNION SELECT worktree_path FROM conversations UNION SELECT origin FROM conversations
            UNION SELECT worktree FROM events EXCEPT SELECT NULL ORDER BY 1
            """)
    }

    static func branches(in db: Connection) throws(StoreError) -> [String] {
        try db.column(
            """
            SELECT branch FROM sessions UNION SELECT branch FROM worktrees UNION SELECT head_branch FROM worktrees
            UNION SELECT branch FROM trash UNION SELECT branch FROM conversations UNION SELECT branch FROM merges
            UNION SELECT target FROM merges UNION SELECT branch FROM merge_subscriptions
            UNION SELECT target FROM merge_subscriptions UNION SELECT branch FROM landing_queue
            UNION SELECT target FROM landing_queue EXCEPT SELECT NULL ORDER BY 1
            """)
    }

    /// Returns the names that people and Claude Code have given to sessions and worktrees.
    static func names(in db: Connection) throws(StoreError) -> [String] {
        try db.column(
            "SELECT name FROM sessions UNION SELECT worktree_name FROM sessions EXCEPT SELECT NULL ORDER BY 1")
    }

    /// Returns the ids of sessions, oldest first.
    static func sessions(in db: Connection) throws(StoreError) -> [String] {
        try db.column("SELECT id FROM sessions ORDER BY created_at, rowid")
    }

    private static func counts(_ sql: String, in db: Connection) throws(StoreError) -> [String: Int] {
        let rows = try db.query(sql) { row throws(StoreError) -> (String, Int) in (try row[0], try row[1]) }
        return Dictionary(uniqueKeysWithValues: rows)
    }
}
