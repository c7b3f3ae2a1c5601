import CSQLite

/// A connection to a SQLite database file in WAL mode.
///
/// Belongs to one thread or actor at a time and is not `Sendable`; open several for several threads. Closed by
/// `close()` or when the last reference is released. Every failure is a `StoreError`; so is a database that stays
/// locked for longer than the busy timeout.
package final class Connection {
    /// The changes that opening may make to the file.
    package enum Mode: Sendable {
        /// Makes the file (mode 0600) when it is missing.
        case readWriteCreate
        /// Fails when the file is missing.
        case readWrite
        /// Fails when the file is missing, and refuses every write.
        case readOnly
    }

    /// The fault injector, for tests only. It is called before each step of a statement that writes and before
    /// `COMMIT`; an error that it returns is thrown in place of the step. It is never called for `ROLLBACK`.
    package var faultInjector: ((_ sql: String) -> StoreError?)?

    /// The path that was given to `init`.
    package let path: String
    let busyTimeout: Int
    /// The kind of the open transaction that this class began; nil when there is none.
    var openTransaction: TransactionKind?
    private var handle: OpaquePointer?
    private var cache: [String: Statement] = [:]

    /// The number of statements that are kept at most. Programs have a fixed set of statements; the limit only bounds
    /// those that build SQL text.
    private static let cacheLimit = 128

    /// Opens the file and sets WAL, `synchronous=NORMAL` and foreign keys (<https://www.sqlite.org/wal.html>).
    ///
    /// The log stays as it is when the last connection closes. Folding it in at each close, and making it anew at each
    /// start, would cost processes that live for milliseconds four syncs. `WriteAheadLog` folds it in once it has
    /// grown.
    ///
    /// - Parameters:
    ///   - path: the path of a file. Its folder must exist; `:memory:` and `file:` are taken as ordinary names.
    ///   - mode: the changes that opening may make. A file that others could read is narrowed to 0600 unless read-only.
    ///   - busyTimeout: the milliseconds to wait for a lock before a call fails as busy.
    package init(path: String, mode: Mode, busyTimeout: Int = 5_000) throws(StoreError) {
        self.path = path
        self.busyTimeout = busyTimeout
        if mode != .readOnly { DatabaseFile.prepare(path, creating: mode == .readWriteCreate) }
        handle = try Self.open(path, mode: mode)
        try configure(mode)
    }

    deinit { close() }

    /// Releases the file. Calls after it throw `.closed`; closing twice is allowed. An open transaction is rolled back.
    package func close() {
        cache.removeAll()
        // The older `sqlite3_close` would fail while a caller's query is still running further up the stack.
        if let handle { sqlite3_close_v2(handle) }
        handle = nil
    }

    /// Runs every statement in `sql`, discarding rows. Stops at the first that fails; earlier ones keep their effect.
    package func execute(_ sql: String) throws(StoreError) {
        let text = sql.utf8CString
        var offset = 0
        while offset < text.count - 1 {
            let (statement, consumed) = try compile(text, from: offset, persistent: false)
            if let statement { try perform(statement, arguments: []) }
            guard consumed > 0 else {
                throw StoreError(.misuse, message: "the SQL text holds a NUL character", sql: sql)
            }
            offset += consumed
        }
    }

    /// Runs one statement to its end, discarding rows.
    /// - Returns: the number of rows that it inserted, changed or deleted (without those changed by triggers and
    ///   foreign keys).
    @discardableResult
    package func run(_ sql: String, arguments: [any ColumnConvertible] = []) throws(StoreError) -> Int {
        let database = try database()
        let before = sqlite3_total_changes64(database)
        try cached(sql) { statement throws(StoreError) in try perform(statement, arguments: arguments) }
        // After a statement that changes no rows, `sqlite3_changes64` still has the count of an earlier one.
        return sqlite3_total_changes64(database) == before ? 0 : Int(sqlite3_changes64(database))
    }

    /// Runs one statement and returns `map` of each row, in the order of the result.
    package func query<T>(
        _ sql: String, arguments: [any ColumnConvertible] = [], map: (borrowing Row) throws(StoreError) -> T
    ) throws(StoreError) -> [T] {
        var result: [T] = []
        try cached(sql) { statement throws(StoreError) in
            try perform(statement, arguments: arguments) { row throws(StoreError) in
                result.append(try map(row))
                return true
            }
        }
        return result
    }

    /// Returns the values of the first column of a result, in its order.
    package func column<T: ColumnConvertible>(
        _ sql: String, arguments: [any ColumnConvertible] = []
    ) throws(StoreError) -> [T] {
        try query(sql, arguments: arguments) { row throws(StoreError) in try row[0] }
    }

    /// Returns the first column of the first row; nil when there is no row. For a column that may be NULL, ask for
    /// `T?`.
    package func value<T: ColumnConvertible>(
        _ sql: String, arguments: [any ColumnConvertible] = []
    ) throws(StoreError) -> T? {
        try first(sql, arguments: arguments) { row throws(StoreError) in try row[0] }
    }

    /// Runs one statement and returns `map` of the first row; nil when there is none. Later rows are not computed.
    package func first<T>(
        _ sql: String, arguments: [any ColumnConvertible] = [], map: (borrowing Row) throws(StoreError) -> T
    ) throws(StoreError) -> T? {
        var result: T?
        try cached(sql) { statement throws(StoreError) in
            try perform(statement, arguments: arguments) { row throws(StoreError) in
                result = try map(row)
                return false
            }
        }
        return result
    }

    /// The row id that the last INSERT on this connection made; 0 before the first.
    package var lastInsertedRowID: Int64 { handle.map(sqlite3_last_insert_rowid) ?? 0 }

    func database() throws(StoreError) -> OpaquePointer {
        guard let handle else { throw StoreError(.closed, message: "the connection to \(path) is closed") }
        return handle
    }
}

extension Connection {
    private static func open(_ path: String, mode: Mode) throws(StoreError) -> OpaquePointer {
        let access =
            switch mode {
            case .readWriteCreate: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readWrite: SQLITE_OPEN_READWRITE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        var handle: OpaquePointer?
        // NOMUTEX: the type is confined to one thread at a time, so SQLite need not lock.
        let code = sqlite3_open_v2(
            DatabaseFile.plainName(path), &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let handle else { throw StoreError(.sqlite(code), message: "no memory to open \(path)") }
        guard code == SQLITE_OK else {
            defer { sqlite3_close_v2(handle) }
            throw StoreError.sqlite(handle, code: code)
        }
        return handle
    }

    private func configure(_ mode: Mode) throws(StoreError) {
        let database = try database()
        sqlite3_busy_timeout(database, Int32(clamping: busyTimeout))
        let code = csqlite_leave_log_alone(database)
        guard code == SQLITE_OK else { throw .sqlite(database, code: code) }
        guard mode != .readOnly else {
            // This reads the header, so that a file that is no database fails here and not later.
            return try execute("PRAGMA query_only=ON; PRAGMA schema_version")
        }
        // SQLite opens a file read-only without an error when it may not write it.
        guard sqlite3_db_readonly(database, "main") == 0 else {
            throw StoreError(.sqlite(SQLITE_READONLY), message: "no permission to write \(path)")
        }
        try enterWAL()
        try execute("PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON")
    }

    /// Sets WAL mode. Changing the journal mode does not wait for other connections. So when several open a new file at
    /// once, this waits for the write lock, which does wait, and tries again.
    private func enterWAL() throws(StoreError) {
        let deadline = WaitLimit(milliseconds: busyTimeout)
        while true {
            do throws(StoreError) {
                return try execute("PRAGMA journal_mode=WAL")
            } catch {
                guard error.isBusy, !deadline.isOver else { throw error }
            }
            try execute("BEGIN IMMEDIATE; ROLLBACK")
        }
    }

    private func compile(
        _ text: ContiguousArray<CChar>, from offset: Int, persistent: Bool
    ) throws(StoreError) -> (statement: Statement?, consumed: Int) {
        let database = try database()
        return try text.withUnsafeBufferPointer { buffer throws(StoreError) in
            try Statement.compile(
                UnsafeBufferPointer(rebasing: buffer[offset...]), database: database, persistent: persistent)
        }
    }

    /// Gives `body` the compiled statement for `sql`, which must hold exactly one.
    ///
    /// The statement is not in the cache meanwhile, so the closure may run the same SQL text again.
    private func cached(_ sql: String, body: (Statement) throws(StoreError) -> Void) throws(StoreError) {
        let statement: Statement
        if let known = cache.removeValue(forKey: sql) { statement = known } else { statement = try compileSingle(sql) }
        defer {
            if handle != nil {
                if cache.count >= Self.cacheLimit { cache.removeAll() }
                cache[sql] = statement
            }
        }
        try body(statement)
    }

    private func compileSingle(_ sql: String) throws(StoreError) -> Statement {
        let text = sql.utf8CString
        let (statement, consumed) = try compile(text, from: 0, persistent: true)
        guard let statement else { throw StoreError(.misuse, message: "the SQL text is empty", sql: sql) }
        let rest = try compile(text, from: consumed, persistent: false)
        guard rest.statement == nil, consumed + rest.consumed == text.count - 1 else {
            throw StoreError(.misuse, message: "the SQL text holds more than one statement", sql: sql)
        }
        return statement
    }

    /// Runs a statement and passes each row to `each` until that returns false.
    // Not inlined: Swift 6.3.1 crashes when it inlines a closure that borrows a noncopyable value (SILValue.h:375).
    @inline(never)
    func perform(
        _ statement: Statement, arguments: [any ColumnConvertible],
        each: (borrowing Row) throws(StoreError) -> Bool = { _ in true }
    ) throws(StoreError) {
        defer { statement.reset() }
        try statement.bind(arguments)
        let writes = !statement.isReadOnly
        if writes, openTransaction == .deferred {
            throw StoreError(.writeInRead, message: "a write inside a read transaction", sql: statement.sql)
        }
        repeat {
            if writes, let fault = faultInjector?(statement.sql) { throw fault }
            guard try statement.step() else { return }
        } while try each(Row(statement: statement))
    }
}

/// Forbids sharing: a connection must never be used from two threads at once.
@available(*, unavailable)
extension Connection: @unchecked Sendable {}
