internal import Store

/// A removed worktree that can still be had back whole.
package struct TrashRecord: Equatable, Sendable {
    package var id: String
    package var repository: String
    /// Where it was.
    package var path: String
    package var trashPath: String
    package var branch: String?
    package var head: String?
    package var rescue: String?
    package var sessionID: String?
    /// Of all regular files in it.
    package var bytes: UInt64
    package var trashedAt: String
    /// The same by the time that has passed for certain (`ElapsedTime`), in milliseconds.
    var elapsedAt: Int64 = 0
    /// What changed in it at this moment or later is in no rescue: nanoseconds since 1970 by the file system's clock.
    var savedUntil: UInt64
    /// Why it could not be emptied when its time had come; only the user's word does it then.
    package var staysBecause: String?
}

extension TrashRecord {
    /// When it was removed, in milliseconds since 1970.
    var time: Int64? { Timestamp(text: trashedAt)?.milliseconds }
}

/// The SQL of the table `trash`.
enum TrashTable {
    /// - Parameter elapsed: the time that has passed for certain, now.
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

    /// Those whose removal is done: a row is written before git is told, for whoever has to take the removal up.
    static func all(in db: Connection) throws(StoreError) -> [TrashRecord] {
        try db.query(
            """
            SELECT * FROM trash t WHERE NOT EXISTS (SELECT 1 FROM worktrees w WHERE w.trash_path = t.trash_path)
                ORDER BY trashed_at, id
            """, arguments: [], map: record)
    }

    /// That of a removal, done or not.
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

    /// The rescue is gone: what is in the trash may be all that there is.
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
