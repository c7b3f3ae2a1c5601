internal import Store

/// The SQL of the table `trash`.
enum TrashTable {
    /// Inserts or replaces the row of an entry.
    /// - Parameter elapsed: the present `ElapsedTime`.
    static func insert(_ record: TrashRecord, elapsed: Int64, in db: Connection) throws(StoreError) {
        try db.run(
            """
            INSERT OR REPLACE INTO trash (id, repository, path, trash_path, branch, head, rescue, session_id, bytes,
                trashed_at, elapsed_at, saved_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            arguments: [
                record.id, record.repository, record.path, record.trashPath, record.branch, record.head,
                record.rescue, record.sessionID, record.bytes, record.trashedAt, elapsed,
                record.savedUntil,
            ])
    }

    /// Returns the entries whose removal is complete. A row is written earlier, before git is told, for a process that
    /// continues the removal.
    static func all(in db: Connection) throws(StoreError) -> [TrashRecord] {
        try db.query(
            """
            SELECT * FROM trash t WHERE NOT EXISTS (SELECT 1 FROM worktrees w WHERE w.trash_path = t.trash_path)
                ORDER BY trashed_at, id
            """, arguments: [], map: record)
    }

    /// Returns the row of a removal, complete or not.
    static func find(at trashPath: String, in db: Connection) throws(StoreError) -> TrashRecord? {
        try db.first("SELECT * FROM trash WHERE trash_path = ?", arguments: [trashPath], map: record)
    }

    private static func record(_ row: borrowing Row) throws(StoreError) -> TrashRecord {
        TrashRecord(
            id: try row["id"], repository: try row["repository"], path: try row["path"],
            trashPath: try row["trash_path"], branch: try row["branch"], head: try row["head"],
            rescue: try row["rescue"], sessionID: try row["session_id"], bytes: try row["bytes"],
            trashedAt: try row["trashed_at"], elapsedAt: try row["elapsed_at"], savedUntil: try row["saved_until"],
            staysBecause: try row["stays_because"])
    }

    /// Records that a rescue is gone. The trash may then hold the only copy.
    static func forgetRescue(_ rescue: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE trash SET rescue = NULL, saved_until = 0 WHERE rescue = ?", arguments: [rescue])
    }

    static func setStaysBecause(_ reason: String, of id: String, in db: Connection) throws(StoreError) {
        try db.run("UPDATE trash SET stays_because = ? WHERE id = ?", arguments: [reason, id])
    }

    static func delete(_ id: String, in db: Connection) throws(StoreError) {
        try db.run("DELETE FROM trash WHERE id = ?", arguments: [id])
    }
}
