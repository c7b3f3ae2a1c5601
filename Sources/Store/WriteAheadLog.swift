import CSQLite
import Glibc

/// The log (WAL) of a database, and the only place where it is folded in: copied into the database file.
///
/// SQLite before 3.51.3 loses commits when one connection restarts the log while another folds it in
/// (<https://www.sqlite.org/wal.html#walresetbug>). Only a connection that writes restarts it. So it is folded in only
/// while this process holds the write lock: no connection of ours folds it in automatically.
package struct WriteAheadLog: Sendable {
    private let database: String
    private let longest: Int

    /// The log of one database.
    /// - Parameters:
    ///   - database: the path of the database file.
    ///   - longest: the size in bytes beyond which the log is folded in. A process that opens the database alone reads
    ///     all of it.
    package init(of database: String, longest: Int = 800_000) {
        self.database = database
        self.longest = longest
    }

    /// Folds the log in if it has grown long. The next connection that writes restarts it, which makes it short.
    ///
    /// Call it before a transaction that writes, not within one: SQLite forgets that a log was folded in when the last
    /// connection closes before one restarts it. It does not wait for connections that read; what they still need is
    /// folded in the next time.
    /// - Parameter patience: the milliseconds to wait for the write lock.
    /// - Throws: busy, when another connection writes for longer.
    package func foldIfLong(patience: Int) throws(StoreError) {
        guard isLong else { return }
        let holder = try Connection(path: database, mode: .readWrite, busyTimeout: patience)
        // The transaction ends with the connection. Nothing is written in it.
        defer { holder.close() }
        try holder.execute("BEGIN IMMEDIATE")
        if isLong { try copy() }
    }

    /// Copies the log on a connection of its own, because a connection with an open transaction cannot.
    private func copy() throws(StoreError) {
        do throws(StoreError) {
            let copier = try Connection(path: database, mode: .readWrite, busyTimeout: 0)
            defer { copier.close() }
            try copier.checkpoint()
        } catch  where error.isBusy {
            // Another program is folding the log in.
        }
    }

    private var isLong: Bool {
        var status = stat()
        return stat(database + "-wal", &status) == 0 && Int(status.st_size) > longest
    }
}

extension Connection {
    /// Copies the part of the log that no connection reads any more. It waits for no connection.
    fileprivate func checkpoint() throws(StoreError) {
        let database = try database()
        let code = sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        guard code == SQLITE_OK else { throw .sqlite(database, code: code, sql: "PRAGMA wal_checkpoint") }
    }
}
