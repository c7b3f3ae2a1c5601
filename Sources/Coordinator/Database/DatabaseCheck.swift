internal import Glibc
package import HookCore
internal import Store

/// Checks the database file, sound or not, and puts a damaged one aside.
package enum DatabaseCheck {
    /// The version of SQLite, like `3.40.1`.
    package static var libraryVersion: String { SQLiteLibrary.version }

    /// Whether this SQLite loses commits when the log is restarted during a checkpoint. parallel-cc never lets that
    /// happen.
    package static var libraryHasLogResetFault: Bool { SQLiteLibrary.hasLogResetFault }

    /// Returns the faults that SQLite finds in the file. The list is empty when the file is sound or does not exist
    /// yet. SQLite reads the whole file.
    /// - Throws: one of the `database…` codes when the file cannot be read, `.databaseCorrupt` when it is not a
    ///   database.
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

    /// Returns the number of the file's schema, known to this program or not.
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

    /// Renames the database and the files that belong to it, so that the next command makes a new one. Deletes nothing.
    /// - Parameter mark: a time, which distinguishes this file from others put aside.
    /// - Returns: the new path of the database.
    /// - Throws: `.databaseNotWritable`.
    package static func putAside(dataDirectory: String, mark: String) throws(ParallelError) -> String {
        let path = dataDirectory + "/coordinator.db"
        let target = "\(path).damaged-\(mark)"
        // The database itself is renamed last: as long as it is there, the next call renames the rest.
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
