internal import Store

/// A sandbox session that an older parallel-cc recorded. It is kept as history. Nothing of it runs here.
package struct LegacySandbox: Equatable, Sendable {
    /// The session's id in the older program.
    package let sessionID: String
    /// The process that the older program recorded.
    package let pid: Int32
    /// The root of the main checkout.
    package let repository: String
    /// The root of the worktree.
    package let worktreePath: String
    /// The worktree's name; nil in the main checkout.
    package let worktreeName: String?
    /// The time of the start, in ISO-8601 with Z.
    package let createdAt: String
    /// The time of the last heartbeat, in ISO-8601 with Z.
    package let lastHeartbeat: String
    /// The sandbox's id at its provider; nil when none was recorded.
    package let sandboxID: String?
    /// The state in the older program's words: INITIALIZING, RUNNING, COMPLETED, FAILED or TIMEOUT.
    package let status: String?
}

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
