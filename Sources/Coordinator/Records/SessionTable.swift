internal import HookCore
package import Store

/// The SQL of the tables `sessions` and `leases`.
package enum SessionTable {
    static func insert(_ session: Session, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT INTO sessions (id, kind, name, state, repository, worktree_path, worktree_name, subdirectory, \
            origin, branch,
                pid, start_time, boot_id, machine_id, pid_namespace, claude_session_id, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                session.id, session.kind, session.name, session.state, session.repository, session.worktreePath,
                session.worktreeName, session.subdirectory, session.origin, session.branch, session.process.pid,
                session.process.startTime, session.host?.bootID, session.host?.machineID, session.host?.pidNamespace,
                session.claudeSessionID, session.createdAt,
            ])
    }

    /// Returns the session with this full id, in any state.
    package static func find(id: String, in db: Connection) throws(StoreError) -> Session? {
        try db.first("SELECT * FROM sessions WHERE id = ?", arguments: [id], map: Session.init(row:))
    }

    /// Returns the sessions that have not ended, newest last. Their processes may be dead.
    package static func live(in db: Connection) throws(StoreError) -> [Session] {
        try db.query(
            "SELECT * FROM sessions WHERE state IN ('starting', 'active') ORDER BY created_at, rowid", arguments: [],
            map: Session.init(row:))
    }

    static func lost(in db: Connection) throws(StoreError) -> [Session] {
        try db.query(
            "SELECT * FROM sessions WHERE state = 'lost' ORDER BY created_at, rowid", arguments: [],
            map: Session.init(row:))
    }

    /// Returns the live session of this process.
    static func live(
        _ process: ProcessIdentity, on host: HostIdentity, in db: Connection
    ) throws(StoreError) -> Session? {
        try db.first(
            """
            SELECT * FROM sessions WHERE pid = ? AND start_time = ? AND boot_id = ? AND pid_namespace = ?
                AND state IN ('starting', 'active')
            """, arguments: [process.pid, process.startTime, host.bootID, host.pidNamespace], map: Session.init(row:))
    }

    /// Returns the ids of the live sessions in a worktree, with or without its lease.
    static func live(at path: String, in db: Connection) throws(StoreError) -> [String] {
        try db.column(
            "SELECT id FROM sessions WHERE worktree_path = ? AND state IN ('starting', 'active')", arguments: [path])
    }

    /// Returns the best row of this pid in this pid namespace: live before lost before ended, and newer before older.
    static func newest(pid: Int32, on host: HostIdentity, in db: Connection) throws(StoreError) -> Session? {
        try db.first(
            """
            SELECT * FROM sessions WHERE pid = ? AND (boot_id IS NULL OR (machine_id = ? AND pid_namespace = ?))
            ORDER BY state IN ('starting', 'active') DESC, state = 'lost' DESC, created_at DESC LIMIT 1
            """, arguments: [pid, host.machineID, host.pidNamespace], map: Session.init(row:))
    }

    static func setState(_ state: Session.State, of id: String, in db: Connection) throws(StoreError) {
        try state.requireStep(of: id, inTable: "sessions", in: db)
        try db.run("UPDATE sessions SET state = ? WHERE id = ?", arguments: [state, id])
    }

    /// Marks a session as ended or lost, and ends its claims, its subscriptions and its lease. The oldest other session
    /// that lives in the same worktree gets the lease. The clocks' latest stored reading becomes the time of the end.
    static func end(
        _ id: String, as state: Session.State, reason: String, at: String, in db: Connection
    ) throws(StoreError) {
        try state.requireStep(of: id, inTable: "sessions", in: db)
        try db.run(
            """
            UPDATE sessions SET state = ?, ended_at = ?, end_reason = ?,
                ended_elapsed = IFNULL((SELECT elapsed FROM elapsed_time), 0)
            WHERE id = ?
            """,
            arguments: [state, at, reason, id])
        try db.run("UPDATE conversations SET updated_at = ? WHERE session_id = ?", arguments: [at, id])
        try ClaimTable.endAll(of: id, reason: "its session is \(state.rawValue)", at: at, in: db)
        try MergeSubscriptionTable.endAll(of: id, at: at, in: db)
        try db.run("DELETE FROM leases WHERE session_id = ?", arguments: [id])
        try db.run(
            """
            INSERT OR IGNORE INTO leases (path, session_id, taken_at)
            SELECT worktree_path, id, ? FROM sessions
            WHERE worktree_path = (SELECT worktree_path FROM sessions WHERE id = ?) AND state IN ('starting', 'active')
            ORDER BY created_at, rowid LIMIT 1
            """, arguments: [at, id])
    }

    /// Returns the time of a session's end as `ElapsedTime` counts, in milliseconds; 0 where it is not known.
    static func endedElapsed(_ id: String, in db: Connection) throws(StoreError) -> Int64 {
        try db.value("SELECT ended_elapsed FROM sessions WHERE id = ?", arguments: [id]) ?? 0
    }

    static func delete(_ id: String, in db: Connection) throws(StoreError) {
        try db.run("DELETE FROM sessions WHERE id = ?", arguments: [id])
    }

    static func setName(_ name: String, of id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE sessions SET name = ? WHERE id = ?", arguments: [name, id])
    }

    static func setBranch(_ branch: String?, of id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE sessions SET branch = ? WHERE id = ?", arguments: [branch, id])
    }

    static func setClaudeSession(_ claudeID: String, of id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE sessions SET claude_session_id = ? WHERE id = ?", arguments: [claudeID, id])
    }

    static func setPlace(
        _ id: String, repository: String, worktreePath: String, subdirectory: String, branch: String?, in db: Connection
    ) throws(StoreError) {
        try db.run(
            "UPDATE sessions SET repository = ?, worktree_path = ?, subdirectory = ?, branch = ? WHERE id = ?",
            arguments: [repository, worktreePath, subdirectory, branch, id])
    }

    /// Returns the id of the session that holds the lease of a worktree.
    static func holder(of path: String, in db: Connection) throws(StoreError) -> String? {
        try db.value("SELECT session_id FROM leases WHERE path = ?", arguments: [path])
    }

    /// Leases a worktree to a session, unless another session has the lease.
    /// - Returns: whether the lease was free.
    @discardableResult
    static func lease(_ path: String, to id: String, at: String, in db: Connection) throws(StoreError) -> Bool {
        try db.run(
            "INSERT OR IGNORE INTO leases (path, session_id, taken_at) VALUES (?, ?, ?)", arguments: [path, id, at])
            == 1
    }

    /// Returns the worktrees in which sessions of a repository have worked.
    static func places(of repository: String, in db: Connection) throws(StoreError) -> [String] {
        try db.column("SELECT DISTINCT worktree_path FROM sessions WHERE repository = ?", arguments: [repository])
    }

    static func repositories(in db: Connection) throws(StoreError) -> [String] {
        try db.column("SELECT repository FROM sessions UNION SELECT repository FROM worktrees ORDER BY 1")
    }
}
