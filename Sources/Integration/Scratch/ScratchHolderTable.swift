internal import Coordinator
internal import HookCore
internal import Store

/// The SQL of the table `landing_runners`: the process that works in the scratch worktree of a repository (by its
/// common git directory) or of a worktree (by its root).
enum ScratchHolderTable {
    struct Holder {
        let process: ProcessIdentity
        let bootID: String
        let pidNamespace: UInt64
    }

    static func find(_ subject: String, in db: Connection) throws(StoreError) -> Holder? {
        try db.first("SELECT * FROM landing_runners WHERE repository = ?", arguments: [subject]) {
            row throws(StoreError) in
            Holder(
                process: ProcessIdentity(pid: try row["pid"], startTime: try row["start_time"]),
                bootID: try row["boot_id"], pidNamespace: try row["pid_namespace"])
        }
    }

    static func set(
        _ subject: String, process: ProcessIdentity, on host: HostIdentity, in db: Connection
    ) throws(StoreError) {
        try db.run(
            """
            INSERT OR REPLACE INTO landing_runners (repository, pid, start_time, boot_id, pid_namespace)
            VALUES (?, ?, ?, ?, ?)
            """, arguments: [subject, process.pid, process.startTime, host.bootID, host.pidNamespace])
    }

    static func delete(_ subject: String, process: ProcessIdentity, in db: Connection) throws(StoreError) {
        try db.run(
            "DELETE FROM landing_runners WHERE repository = ? AND pid = ? AND start_time = ?",
            arguments: [subject, process.pid, process.startTime])
    }
}
