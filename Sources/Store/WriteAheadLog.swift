import CSQLite
import Glibc

/// The log (WAL) of a database, and the one place where it is folded in: copied into the database file.
///
/// SQLite before 3.51.3 loses commits when somebody begins the log anew while somebody else folds it in
/// (<https://www.sqlite.org/wal.html#walresetbug>). Only whoever writes begins it anew. So it is folded in while we hold the
/// write lock, and never otherwise: no connection of ours does it of its own accord.
package struct WriteAheadLog: Sendable {
    private let database: String
    private let longest: Int

    /// - Parameters:
    ///   - database: the path of the database file.
    ///   - longest: bytes beyond which the log is folded in. A process that opens the database alone reads all of it.
    package init(of database: String, longest: Int = 800_000) {
        self.database = database
        self.longest = longest
    }

    /// Folds it in if it has grown long. Whoever writes next begins it anew, which cuts it short.
    ///
    /// To be called before a transaction that writes, not within one: what is folded in, but not begun anew, is forgotten when
    /// the last connection closes. Whoever reads meanwhile is not waited for, and keeps the rest for the next time.
    /// - Parameter patience: milliseconds to wait for the write lock.
    /// - Throws: busy, when somebody else writes for longer.
    package func foldIfLong(patience: Int) throws(StoreError) {
        guard isLong else { return }
        let holder = try Connection(path: database, mode: .readWrite, busyTimeout: patience)
        // Its transaction, in which it writes nothing, ends with it.
        defer { holder.close() }
        try holder.execute("BEGIN IMMEDIATE")
        if isLong { try copy() }
    }

    /// On a connection of its own: one that has a transaction open cannot.
    private func copy() throws(StoreError) {
        do throws(StoreError) {
            let copier = try Connection(path: database, mode: .readWrite, busyTimeout: 0)
            defer { copier.close() }
            try copier.checkpoint()
        } catch  where error.isBusy {
            // A program that is not ours does it.
        }
    }

    private var isLong: Bool {
        var status = stat()
        return stat(database + "-wal", &status) == 0 && Int(status.st_size) > longest
    }
}

extension Connection {
    /// Copies what nobody reads from the log any more, waiting for nobody.
    fileprivate func checkpoint() throws(StoreError) {
        let database = try database()
        let code = sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        guard code == SQLITE_OK else { throw .sqlite(database, code: code, sql: "PRAGMA wal_checkpoint") }
    }
}
