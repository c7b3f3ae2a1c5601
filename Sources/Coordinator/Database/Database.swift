internal import Files
internal import GitKit
internal import Glibc
package import HookCore
package import Store

/// The SQLite file, opened and brought to the current schema. Threads cannot share it.
package final class Database {
    /// The path of the file.
    package let path: String
    private let connection: Connection
    /// The steps of the migration; nil if there was nothing to do.
    let migration: MigrationReport?

    /// Opens, creates and migrates `coordinator.db` in `dataDirectory`.
    /// - Parameter busyTimeout: milliseconds to wait for a lock.
    /// - Throws: one of the `database…` codes, or `.diskFull`.
    package init(dataDirectory: String, busyTimeout: Int) throws(ParallelError) {
        path = dataDirectory + "/coordinator.db"
        try Self.makeDirectory(dataDirectory)
        Self.hide(dataDirectory)
        do throws(StoreError) {
            connection = try Connection(path: path, mode: .readWriteCreate, busyTimeout: busyTimeout)
            migration = try Schema.migrator().migrate(connection)
        } catch {
            throw Self.translate(error, at: path)
        }
    }

    /// Makes statements fail, for tests only; see `Connection.faultInjector`.
    var faultInjector: ((_ sql: String) -> StoreError?)? {
        get { connection.faultInjector }
        set { connection.faultInjector = newValue }
    }

    /// Runs `body` in one `BEGIN IMMEDIATE` transaction.
    package func write<Result>(_ body: (Connection) throws(StoreError) -> Result) throws(ParallelError) -> Result {
        do throws(StoreError) {
            return try connection.write(body)
        } catch {
            throw Self.translate(error, at: path)
        }
    }

    /// Runs `body` on one consistent snapshot.
    package func read<Result>(_ body: (Connection) throws(StoreError) -> Result) throws(ParallelError) -> Result {
        do throws(StoreError) {
            return try connection.read(body)
        } catch {
            throw Self.translate(error, at: path)
        }
    }

    /// Returns a number that is another one after another process has written to the database
    /// (<https://www.sqlite.org/pragma.html#pragma_data_version>).
    func version() throws(ParallelError) -> Int? {
        try read { db throws(StoreError) in try db.value("PRAGMA data_version") }
    }

    private static func makeDirectory(_ path: String) throws(ParallelError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        let error = errno
        if error == ENOENT, ![".", "/"].contains(FilePath.folder(of: path)) {
            try makeDirectory(FilePath.folder(of: path))
            if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        }
        throw ParallelError(
            error == ENOSPC ? .diskFull : .databaseNotWritable, operation: "create data directory", subject: path,
            message: "the data directory cannot be made", hint: "set PARALLEL_CC_DATA_DIR to a writable directory",
            cause: String(cString: strerror(error)))
    }

    /// The names of parallel-cc's own files in a data directory.
    private static let ownNames = [
        "coordinator.db*", "beats", "config.json", "installation.json", "radar", "worktrees",
    ]

    /// Hides a data directory inside a repository from git, so that it is not searched, compared and saved there.
    /// Nothing here opens the database file directly: when this process closed it, SQLite would lose its locks on it.
    private static func hide(_ directory: String) {
        let path = directory + "/.gitignore"
        if FileAccess.exists(path) { return }
        // A directory that other programs use as well must not disappear for them.
        let isOurs = DirectoryNames.list(directory).allSatisfy { name in
            ownNames.contains { $0 == name || ($0.hasSuffix("*") && name.hasPrefix($0.dropLast())) }
        }
        let names = isOurs ? ["*"] : (ownNames + [".gitignore"]).map { "/" + $0 }
        let lines = ["# of parallel-cc"] + names
        try? FileWriter.replace(path, with: Array(lines.map { $0 + "\n" }.joined().utf8), mode: 0o600)
    }

    static func translate(_ error: StoreError, at path: String) -> ParallelError {
        let (code, message, hint): (ParallelError.Code, String, String?) =
            if error.isBusy {
                (.databaseBusy, "the database is locked by another process", "try again")
            } else if error.isTooNew {
                (.databaseTooNew, "a newer parallel-cc has written this database", "update parallel-cc")
            } else if error.isCorrupt || error.isNotADatabase {
                (.databaseCorrupt, "the database is damaged", "parallel-cc doctor --fix")
            } else if error.isFull {
                (.diskFull, "the disk is full", "free some space and try again")
            } else if error.isReadOnly || error.isCannotOpen {
                (.databaseNotWritable, "the database cannot be opened for writing", "check its permissions")
            } else {
                (.databaseFailed, "the database failed", "parallel-cc doctor")
            }
        return ParallelError(
            code, operation: "use database", subject: path, message: message, hint: hint, cause: error.description)
    }
}
