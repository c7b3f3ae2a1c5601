internal import HookCore
internal import Store

/// The SQL of the table `claim_waiters`.
enum ClaimWaiterTable {
    static func all(of repository: String, in db: Connection) throws(StoreError) -> [ClaimWaiter] {
        try db.query("SELECT * FROM claim_waiters WHERE repository = ? ORDER BY ticket", arguments: [repository]) {
            row throws(StoreError) in
            ClaimWaiter(
                ticket: try row["ticket"], target: try ClaimTarget(row: row), mode: try row["mode"],
                sessionID: try row["session_id"],
                process: ProcessIdentity(pid: try row["pid"], startTime: try row["start_time"]),
                bootID: try row["boot_id"], pidNamespace: try row["pid_namespace"],
                waitsUntil: try row["waits_until"])
        }
    }

    /// - Returns: the ticket.
    static func add(
        _ request: ClaimRequest, until: Int64, process: ProcessIdentity, on host: HostIdentity, in db: Connection
    ) throws(StoreError) -> Int64 {
        try db.run(
            """
            INSERT INTO claim_waiters
                (repository, kind, path, mode, session_id, pid, start_time, boot_id, pid_namespace, waits_until)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                request.repository, request.target.kind, request.target.path, request.mode, request.sessionID,
                process.pid, process.startTime, host.bootID, host.pidNamespace, String(until),
            ])
        return try db.value("SELECT last_insert_rowid()") ?? 0
    }

    static func remove(_ ticket: Int64, in db: Connection) throws(StoreError) {
        try db.run("DELETE FROM claim_waiters WHERE ticket = ?", arguments: [ticket])
    }
}
