import CSQLite

extension Connection {
    /// Copies the committed state, rows that are only in the WAL included, into a new database file of mode 0600.
    ///
    /// Other connections may read and write meanwhile. The copy is one file without a WAL, has passed an integrity
    /// check, and appears under `destination` only when it is complete. Must not be called inside a transaction of this
    /// connection that has changed something.
    /// - Throws: `.fileSystem(EEXIST)` when `destination` exists.
    package func backup(to destination: String) throws(StoreError) {
        try BackupFile.write(to: destination) { partial throws(StoreError) in
            let copy = try Connection(path: partial, mode: .readWrite, busyTimeout: busyTimeout)
            defer { copy.close() }
            // The first time: the copy may not use a WAL while it is overwritten. The second time: the source's header
            // says WAL again.
            try copy.execute("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL")
            try copyPages(to: copy)
            try copy.execute("PRAGMA journal_mode=DELETE")
        }
    }

    /// Copies all pages in one step. It holds a read lock, which blocks no other connection in WAL mode.
    private func copyPages(to copy: Connection) throws(StoreError) {
        let target = try copy.database()
        guard let backup = sqlite3_backup_init(target, "main", try database(), "main") else {
            throw .sqlite(target, code: sqlite3_errcode(target), sql: "backup")
        }
        let step = sqlite3_backup_step(backup, -1)
        let finish = sqlite3_backup_finish(backup)
        guard step == SQLITE_DONE else { throw .sqlite(target, code: step, sql: "backup") }
        guard finish == SQLITE_OK else { throw .sqlite(target, code: finish, sql: "backup") }
    }
}
