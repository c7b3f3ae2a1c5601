internal import Store

/// A removed worktree that can still be restored whole.
package struct TrashRecord: Equatable, Sendable {
    /// The name of its directory in the trash.
    package var id: String
    /// The common git directory.
    package var repository: String
    /// The path of the worktree before its removal.
    package var path: String
    /// The path of its directory in the trash.
    package var trashPath: String
    /// The short name of its branch; nil when HEAD was detached.
    package var branch: String?
    /// The commit that it had checked out; nil when it had none.
    package var head: String?
    /// The id of its rescue; nil when nothing had to be saved, or when the rescue was dropped.
    package var rescue: String?
    /// The session for which it was made; nil for none.
    package var sessionID: String?
    /// The bytes of all regular files in it.
    package var bytes: UInt64
    /// The time of the removal, in ISO-8601.
    package var trashedAt: String
    /// The time of the removal as `ElapsedTime` counts, in milliseconds.
    var elapsedAt: Int64 = 0
    /// The moment from which changes in it are in no rescue, in nanoseconds since 1970 by the file system's clock.
    var savedUntil: UInt64
    /// The reason why it could not be deleted when it was due. Only the user deletes it then. Nil for none.
    package var staysBecause: String?
}

extension TrashRecord {
    /// The time of the removal, in milliseconds since 1970.
    var time: Int64? { Timestamp(text: trashedAt)?.milliseconds }
}

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
