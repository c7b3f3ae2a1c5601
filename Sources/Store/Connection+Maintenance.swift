extension Connection {
    /// Returns the faults that SQLite finds in the file; none when it is sound. Reads the whole file.
    ///
    /// Damage that ends the check early is a fault too.
    /// - Throws: errors that are no damage (busy, I/O).
    package func integrityCheck() throws(StoreError) -> [String] {
        do throws(StoreError) {
            let lines: [String] = try column("PRAGMA integrity_check")
            return lines == ["ok"] ? [] : lines
        } catch {
            guard error.isCorrupt else { throw error }
            return [error.message]
        }
    }

    /// Returns the schema version that the `Migrator` keeps in the file's header; 0 for a new file.
    package func schemaVersion() throws(StoreError) -> Int {
        try value("PRAGMA user_version") ?? 0
    }

    /// Whether the file holds no table at all.
    func isEmpty() throws(StoreError) -> Bool {
        try value("SELECT count(*) FROM sqlite_schema") == 0
    }
}
