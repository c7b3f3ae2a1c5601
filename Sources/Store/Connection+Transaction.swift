import CSQLite

extension Connection {
    /// Runs `body` in an immediate transaction: commits when it returns, rolls back when it or the commit throws.
    /// - Throws: `.nestedTransaction` inside another transaction of this connection.
    package func write<T>(_ body: (Connection) throws(StoreError) -> T) throws(StoreError) -> T {
        try begin(.immediate)
        let result: T
        do throws(StoreError) {
            result = try body(self)
            try commit()
        } catch {
            rollback()
            throw error
        }
        return result
    }

    /// Runs `body` on one consistent snapshot.
    /// - Throws: `.writeInRead` for a statement in it that writes; `.nestedTransaction` inside another transaction of
    ///   this connection.
    package func read<T>(_ body: (Connection) throws(StoreError) -> T) throws(StoreError) -> T {
        try begin(.deferred)
        defer { rollback() }
        return try body(self)
    }

    /// Runs `body` like `write` or `read`, if it also throws errors of its own. They pass through after the rollback.
    package func transaction<T>(_ kind: TransactionKind, body: (Connection) throws -> T) throws -> T {
        try begin(kind)
        do {
            let result = try body(self)
            try commit()
            return result
        } catch {
            rollback()
            throw error
        }
    }

    /// Whether a transaction is open, including one that SQL text began.
    package var isInTransaction: Bool {
        guard let database = try? database() else { return false }
        return sqlite3_get_autocommit(database) == 0
    }

    private func begin(_ kind: TransactionKind) throws(StoreError) {
        guard !isInTransaction else {
            throw StoreError(.nestedTransaction, message: "a transaction is already open", sql: kind.rawValue)
        }
        if kind == .immediate { try foldLongLog() }
        try run(kind.rawValue)
        openTransaction = kind
    }

    /// Folds the log in if it is long. Its failure does not keep the transaction from beginning, unless another
    /// connection writes.
    private func foldLongLog() throws(StoreError) {
        do throws(StoreError) {
            try WriteAheadLog(of: path).foldIfLong(patience: busyTimeout)
        } catch  where error.isBusy {
            throw error
        } catch {}
    }

    private func commit() throws(StoreError) {
        if let fault = faultInjector?("COMMIT") { throw fault }
        try run("COMMIT")
        openTransaction = nil
    }

    /// Ends the transaction if it is still open. After some errors (full disk, I/O) SQLite has already ended it.
    private func rollback() {
        openTransaction = nil
        guard isInTransaction else { return }
        // A failed ROLLBACK needs no reaction: closing the connection and the journal undo the transaction.
        _ = try? run("ROLLBACK")
    }
}
