internal import Store

/// A sandbox session that an older parallel-cc recorded. Kept for its history; nothing of it runs here.
package struct LegacySandbox: Equatable, Sendable {
    package let sessionID: String
    package let pid: Int32
    package let repository: String
    package let worktreePath: String
    package let worktreeName: String?
    /// ISO-8601 with Z.
    package let createdAt: String
    package let lastHeartbeat: String
    package let sandboxID: String?
    /// As the older program wrote it: INITIALIZING, RUNNING, COMPLETED, FAILED or TIMEOUT.
    package let status: String?
}

/// The SQL of the table `legacy_sessions`, which is the older program's `sessions` as it was.
enum LegacySessionTable {
    /// Rows of sandboxes, newest first; none where the database is not that old or that old program had no sandboxes.
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
