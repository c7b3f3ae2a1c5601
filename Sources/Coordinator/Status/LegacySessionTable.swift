internal import Store

/// The SQL of the table `legacy_sessions`, which is the older program's unchanged `sessions`.
enum LegacySessionTable {
    /// Returns the rows of sandboxes, newest first. There are none in a database that is not that old, or from a
    /// program without sandboxes.
    static func sandboxes(in db: Connection) throws(StoreError) -> [LegacySandbox] {
        let columns: [String] = try db.column("SELECT name FROM pragma_table_info('legacy_sessions')")
        guard columns.contains("execution_mode"), columns.contains("sandbox_id") else { return [] }
        return try db.query(
            """
            SELECT id, pid, repo_path, worktree_path, worktree_name, sandbox_id, status,
                   strftime('%Y-%m-%dT%H:%M:%S.000Z', created_at) AS created,
                   strftime('%Y-%m-%dT%H:%M:%S.000Z', last_heartbeat) AS beat
            FROM legacy_sessions WHERE execution_mode = 'e2b' ORDER BY created_at DESC, id
            """
        ) { row throws(StoreError) in
            LegacySandbox(
                sessionID: try row["id"], pid: try row["pid"], repository: try row["repo_path"],
                worktreePath: try row["worktree_path"], worktreeName: try row["worktree_name"],
                createdAt: try row["created"], lastHeartbeat: try row["beat"], sandboxID: try row["sandbox_id"],
                status: try row["status"])
        }
    }
}
