internal import Glibc
package import HookCore
internal import Store

/// Looks at the database file without needing it to be sound, and puts a damaged one aside.
package enum DatabaseCheck {
    /// The version of SQLite, such as `3.40.1`.
    package static var libraryVersion: String { SQLiteLibrary.version }

    /// Whether that SQLite loses commits when the log is begun anew while it is folded in. We never let that happen.
    package static var libraryHasLogResetFault: Bool { SQLiteLibrary.hasLogResetFault }

    /// What SQLite finds wrong with the file; empty when it is sound or there is none yet. Reads all of it.
    /// - Throws: one of the `database…` codes when it cannot even be read, `.databaseCorrupt` when it is no database.
    package static func problems(dataDirectory: String) throws(ParallelError) -> [String] {
        let path = dataDirectory + "/coordinator.db"
        guard access(path, F_OK) == 0 else { return [] }
        do throws(StoreError) {
            let connection = try Connection(path: path, mode: .readWrite, busyTimeout: 2_000)
            defer { connection.close() }
            return try connection.integrityCheck()
        } catch {
            throw Database.translate(error, at: path)
        }
    }

    /// The number of the schema that the file has, known to this program or not.
    /// - Throws: one of the `database…` codes when it cannot be read.
    package static func schemaVersion(dataDirectory: String) throws(ParallelError) -> Int {
        let path = dataDirectory + "/coordinator.db"
        do throws(StoreError) {
            let connection = try Connection(path: path, mode: .readOnly, busyTimeout: 2_000)
            defer { connection.close() }
            return try connection.schemaVersion()
        } catch {
            throw Database.translate(error, at: path)
        }
    }

    /// Renames the database and what belongs to it, so that the next command makes a new one. Nothing is deleted.
    /// - Parameter mark: tells this file from others put aside: a time.
    /// - Returns: where it is now.
    /// - Throws: `.databaseNotWritable`.
    package static func putAside(dataDirectory: String, mark: String) throws(ParallelError) -> String {
        let path = dataDirectory + "/coordinator.db"
        let target = "\(path).damaged-\(mark)"
        // The file itself last: as long as it is there, the next call finds the rest to do.
        for suffix in ["-wal", "-shm", ""] where access(path + suffix, F_OK) == 0 {
            guard rename(path + suffix, target + suffix) == 0 else {
                throw ParallelError(
                    .databaseNotWritable, operation: "put database aside", subject: path + suffix,
                    message: "the file cannot be renamed", cause: String(cString: strerror(errno)))
            }
        }
        return target
    }
}
