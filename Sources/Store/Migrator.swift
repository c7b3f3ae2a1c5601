import CSQLite
import Glibc

/// C's `SQLITE_CONSTRAINT_FOREIGNKEY`, a macro that Swift does not import.
private let foreignKeyFailure = SQLITE_CONSTRAINT | 3 << 8

/// Brings a database to the newest schema, with one transaction for each step.
///
/// If it is killed or fails anywhere, the database is as it was before or after one step, and never between. Several
/// processes may migrate the same file at once: one works, and the others wait (up to their busy timeout) and find it
/// done.
package struct Migrator: Sendable {
    /// The steps, oldest first.
    private let migrations: [Migration]

    /// Checks the order of the steps.
    /// - Throws: `.misuse` unless the versions are positive and strictly increasing.
    package init(_ migrations: [Migration]) throws(StoreError) {
        var last = 0
        for migration in migrations {
            guard migration.version > last, migration.version <= Int32.max else {
                throw StoreError(.misuse, message: "migration \(migration.version) (\(migration.name)) is out of order")
            }
            last = migration.version
        }
        self.migrations = migrations
    }

    /// The newest schema version that this program knows; 0 without migrations.
    package var latestVersion: Int { migrations.last?.version ?? 0 }

    /// Applies the missing steps, after a backup to `<path>.backup-v<from>-<n>` unless the database is empty.
    ///
    /// When the backup fails, nothing is migrated. Must not be called inside a transaction.
    /// - Throws: `.tooNew` when the database is newer than this program; it is then untouched.
    package func migrate(_ connection: Connection) throws(StoreError) -> MigrationReport {
        let found = try connection.schemaVersion()
        guard found <= latestVersion else {
            throw StoreError(
                .tooNew(found: found, known: latestVersion),
                message: "\(connection.path) has schema version \(found), this program knows up to \(latestVersion)")
        }
        var report = MigrationReport(from: found, to: found)
        for migration in migrations where migration.version > found {
            try withForeignKeys(off: migration.disablesForeignKeys, in: connection) { () throws(StoreError) in
                try connection.write { connection throws(StoreError) in
                    try step(migration, in: connection, into: &report)
                }
            }
        }
        report.to = try connection.schemaVersion()
        return report
    }

    /// Applies one step inside its transaction. Reads the version again, because another process may have been faster.
    private func step(
        _ migration: Migration, in connection: Connection, into report: inout MigrationReport
    ) throws(StoreError) {
        let current = try connection.schemaVersion()
        guard current < migration.version else { return }
        if report.applied.isEmpty, try !connection.isEmpty() {
            report.backup = try backUp(connection, from: current)
        }
        let broken = migration.disablesForeignKeys ? try Self.brokenForeignKeys(connection) : []
        try migration.apply(connection)
        if migration.disablesForeignKeys {
            try checkForeignKeys(connection, migration: migration, before: broken.count)
        }
        try connection.execute("PRAGMA user_version=\(migration.version)")
        report.applied.append(migration.name)
    }

    /// Makes a backup through a connection of its own. That sees the committed state, and the write lock that is held
    /// here keeps it from changing meanwhile.
    private func backUp(_ connection: Connection, from version: Int) throws(StoreError) -> String {
        let source = try Connection(path: connection.path, mode: .readOnly, busyTimeout: connection.busyTimeout)
        defer { source.close() }
        var number = 1
        while true {
            let destination = "\(connection.path).backup-v\(version)-\(number)"
            do throws(StoreError) {
                if access(destination, F_OK) != 0 {
                    try source.backup(to: destination)
                    return destination
                }
            } catch {
                guard error.code == .fileSystem(EEXIST) else { throw error }
            }
            number += 1
        }
    }

    /// Makes sure that the step has broken no foreign key. Rows whose parent was missing before, such as those of a
    /// program that did not enforce foreign keys, may stay so.
    private func checkForeignKeys(
        _ connection: Connection, migration: Migration, before count: Int
    ) throws(StoreError) {
        let broken = try Self.brokenForeignKeys(connection)
        guard broken.count > count else { return }
        throw StoreError(
            .sqlite(foreignKeyFailure),
            message: "migration \(migration.version) (\(migration.name)) breaks a foreign key of table \(broken[0])")
    }

    /// Returns the table of each row whose parent is missing.
    private static func brokenForeignKeys(_ connection: Connection) throws(StoreError) -> [String] {
        try connection.column("PRAGMA foreign_key_check")
    }

    /// Runs `body` with foreign keys on or off. SQLite ignores the pragma inside a transaction, so it stands around it.
    private func withForeignKeys(
        off: Bool, in connection: Connection, body: () throws(StoreError) -> Void
    ) throws(StoreError) {
        guard off else { return try body() }
        try connection.execute("PRAGMA foreign_keys=OFF")
        do throws(StoreError) {
            try body()
        } catch {
            try? connection.execute("PRAGMA foreign_keys=ON")
            throw error
        }
        try connection.execute("PRAGMA foreign_keys=ON")
    }
}
