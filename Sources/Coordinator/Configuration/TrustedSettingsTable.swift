internal import Store

/// The SQL of the table `trusted_settings`: which content of a repository's `.parallel-cc.json` the user trusts.
enum TrustedSettingsTable {
    /// Returns the digest of the trusted content; nil where the user has trusted none.
    static func digest(of path: String, in db: Connection) throws(StoreError) -> String? {
        try db.value("SELECT digest FROM trusted_settings WHERE path = ?", arguments: [path])
    }

    static func trust(_ path: String, digest: String, at: String, in db: Connection) throws(StoreError) {
        try db.run(
            "INSERT OR REPLACE INTO trusted_settings (path, digest, trusted_at) VALUES (?, ?, ?)",
            arguments: [path, digest, at])
    }
}
