internal import Files
internal import GitKit
internal import HookCore
package import Store

/// The SQL of the tables `worktrees` and `included_files`.
package enum WorktreeTable {
    static func insert(_ worktree: WorktreeRecord, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT INTO worktrees (id, repository, path, branch, base, state, kept_reason, session_id, owner_pid,
                owner_start_time, owner_boot_id, owner_pid_namespace, trash_path, port_block, created_at, place_inode)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                worktree.id, worktree.repository, worktree.path, worktree.branch, worktree.base, worktree.state,
                worktree.keptReason, worktree.sessionID, worktree.owner?.pid, worktree.owner?.startTime,
                worktree.ownerBootID, worktree.ownerPidNamespace, worktree.trashPath, worktree.portBlock,
                worktree.createdAt, worktree.placeInode,
            ])
    }

    static func find(id: String, in db: Connection) throws(StoreError) -> WorktreeRecord? {
        try db.first("SELECT * FROM worktrees WHERE id = ?", arguments: [id], map: WorktreeRecord.init(row:))
    }

    /// Returns `wanted`, or the first of `wanted-2`, `wanted-3`, … that no worktree has.
    static func freeID(_ wanted: String, in db: Connection) throws(StoreError) -> String {
        var id = wanted
        var number = 2
        while try find(id: id, in: db) != nil {
            id = "\(wanted)-\(number)"
            number += 1
        }
        return id
    }

    static func find(path: String, in db: Connection) throws(StoreError) -> WorktreeRecord? {
        try db.first("SELECT * FROM worktrees WHERE path = ?", arguments: [path], map: WorktreeRecord.init(row:))
    }

    /// Returns all worktrees of all repositories, oldest first.
    package static func all(in db: Connection) throws(StoreError) -> [WorktreeRecord] {
        try db.query("SELECT * FROM worktrees ORDER BY created_at, id", arguments: [], map: WorktreeRecord.init(row:))
    }

    /// Returns the worktrees that a process is making or removing, or was when it stopped.
    static func pending(in db: Connection) throws(StoreError) -> [WorktreeRecord] {
        try db.query(
            "SELECT * FROM worktrees WHERE state IN ('creating', 'removing') ORDER BY created_at, id", arguments: [],
            map: WorktreeRecord.init(row:))
    }

    /// Returns the lowest port block that no worktree has.
    static func freePortBlock(in db: Connection) throws(StoreError) -> Int {
        let taken: [Int] = try db.column("SELECT port_block FROM worktrees WHERE port_block IS NOT NULL ORDER BY 1")
        var block = 0
        for number in taken where number == block { block += 1 }
        return block
    }

    static func isPortBlockFree(_ block: Int, in db: Connection) throws(StoreError) -> Bool {
        try db.value("SELECT COUNT(*) FROM worktrees WHERE port_block = ?", arguments: [block]) == 0
    }

    /// Makes `owner` the owner of a worktree for an operation. A worktree that had an owner keeps its former state.
    static func begin(
        _ state: WorktreeRecord.State, id: String, owner: ProcessIdentity, host: HostIdentity, trashPath: String?,
        in db: Connection
    ) throws(StoreError) {
        try state.requireStep(of: id, inTable: "worktrees", in: db)
        try db.run(
            """
            UPDATE worktrees SET former_state = CASE WHEN owner_pid IS NULL THEN state ELSE former_state END,
                state = ?, owner_pid = ?, owner_start_time = ?, owner_boot_id = ?,
                owner_pid_namespace = ?, trash_path = ? WHERE id = ?
            """, arguments: [state, owner.pid, owner.startTime, host.bootID, host.pidNamespace, trashPath, id])
    }

    /// Records what a removal has saved, for a process that continues the removal.
    static func saved(_ id: String, saved: SavedState, in db: Connection) throws(StoreError) {
        try db.run(
            "UPDATE worktrees SET head = ?, head_branch = ?, rescue = ? WHERE id = ?",
            arguments: [saved.head, saved.branch, saved.rescue, id])
    }

    /// Records the directory around the worktree.
    static func setPlace(_ inode: UInt64?, of id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE worktrees SET place_inode = ? WHERE id = ?", arguments: [inode, id])
    }

    static func setPath(_ path: String, of id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE worktrees SET path = ? WHERE id = ?", arguments: [path, id])
    }

    static func setRepository(_ repository: String, of id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE worktrees SET repository = ? WHERE id = ?", arguments: [repository, id])
    }

    /// Records the commit that it starts from, and the branch that it is on.
    static func setOrigin(
        _ commit: String, branch: String?, of id: String, in db: Connection
    ) throws(StoreError) {
        try db.run("UPDATE worktrees SET base = ?, branch = ? WHERE id = ?", arguments: [commit, branch, id])
    }

    /// Whether a worktree that is not kept has no session.
    static func hasFree(in db: Connection) throws(StoreError) -> Bool {
        let free: Int? = try db.value(
            """
            SELECT 1 FROM worktrees w WHERE w.state = 'active'
                AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.path = w.path) LIMIT 1
            """)
        return free != nil
    }

    static func setBranch(_ branch: String?, of id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE worktrees SET branch = ? WHERE id = ?", arguments: [branch, id])
    }

    /// Ends an operation after which the worktree stays.
    static func endOperation(
        _ state: WorktreeRecord.State, id: String, keptReason: String?, in db: Connection
    ) throws(StoreError) {
        try state.requireStep(of: id, inTable: "worktrees", in: db)
        try db.run(
            """
            UPDATE worktrees SET state = ?, kept_reason = ?, owner_pid = NULL, owner_start_time = NULL,
                owner_boot_id = NULL, owner_pid_namespace = NULL, trash_path = NULL, former_state = NULL,
                head = NULL, head_branch = NULL, rescue = NULL
            WHERE id = ?
            """, arguments: [state, keptReason, id])
    }

    static func assign(_ id: String, to session: String, in db: Connection) throws(StoreError) {
        // The user's reason for a kept worktree still holds. The reason why another worktree was not removed no longer
        // does.
        try db.run(
            """
            UPDATE worktrees SET session_id = ?, kept_reason = CASE WHEN state = 'kept' THEN kept_reason END
            WHERE id = ?
            """, arguments: [session, id])
    }

    static func delete(_ id: String, in db: Connection) throws(StoreError) {
        try db.run("DELETE FROM worktrees WHERE id = ?", arguments: [id])
    }

    static func include(_ path: PathBytes, version: FileVersion, for id: String, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT OR REPLACE INTO included_files (worktree_id, path, size, modified, changed, inode)
            VALUES (?, ?, ?, ?, ?, ?)
            """, arguments: [id, path, version.size, version.modified, version.changed, version.inode])
    }

    static func included(_ id: String, in db: Connection) throws(StoreError) -> [(
        path: PathBytes, version: FileVersion
    )] {
        try db.query("SELECT * FROM included_files WHERE worktree_id = ?", arguments: [id]) { row throws(StoreError) in
            let version = FileVersion(
                size: try row["size"], modified: try row["modified"], changed: try row["changed"],
                inode: try row["inode"])
            return (try row["path"], version)
        }
    }
}
