import CSQLite

extension Connection {
    /// What SQLite finds wrong with the file; empty when it is sound. Reads the whole file.
    ///
    /// Damage that ends the check early is a finding too; it throws only what is no damage (busy, I/O).
    package func integrityCheck() throws(StoreError) -> [String] {
        do throws(StoreError) {
            let lines: [String] = try column("PRAGMA integrity_check")
            return lines == ["ok"] ? [] : lines
        } catch {
            guard error.isCorrupt else { throw error }
            return [error.message]
        }
    }

    /// Copies committed changes from the WAL file into the database file without waiting for anybody.
    ///
    /// - Parameter truncating: Also wait, up to the busy timeout, for other connections and empty the WAL file.
    /// - Returns: Whether the whole WAL was copied.
    @discardableResult
    package func checkpoint(truncating: Bool = false) throws(StoreError) -> Bool {
        let database = try database()
        var frames: Int32 = 0
        var copied: Int32 = 0
        let mode = truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
        let code = sqlite3_wal_checkpoint_v2(database, nil, mode, &frames, &copied)
        if code & 0xff == SQLITE_BUSY { return false }
        guard code == SQLITE_OK else { throw .sqlite(database, code, "PRAGMA wal_checkpoint") }
        return frames == copied
    }

    /// The schema version that the `Migrator` keeps in the file's header; 0 for a new file.
    func schemaVersion() throws(StoreError) -> Int {
        try value("PRAGMA user_version") ?? 0
    }

    /// Whether the file holds no table at all.
    func isEmpty() throws(StoreError) -> Bool {
        try value("SELECT count(*) FROM sqlite_schema") == 0
    }
}
