import CSQLite

/// A compiled statement, and the only place where values are passed to SQLite and back.
///
/// It is finalised when the last reference is released, and keeps nothing else alive. Belongs to the thread of its
/// connection.
final class Statement {
    /// The text that the statement was compiled from.
    let sql: String
    private let handle: OpaquePointer
    private let database: OpaquePointer
    /// The columns' indexes by name. They are made when first needed in an execution: a changed schema can change the
    /// columns between two executions.
    private var indexes: [String: Int]?

    private init(handle: OpaquePointer, database: OpaquePointer, sql: String) {
        self.handle = handle
        self.database = database
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    /// Compiles the first statement in `text`, which ends with a NUL that is part of the buffer.
    /// - Returns: no statement when `text` holds only blanks and comments; `consumed` is the number of bytes that were
    ///   read.
    static func compile(
        _ text: UnsafeBufferPointer<CChar>, database: OpaquePointer, persistent: Bool
    ) throws(StoreError) -> (statement: Statement?, consumed: Int) {
        guard let start = text.baseAddress, text.count > 1 else { return (nil, 0) }
        var handle: OpaquePointer?
        var tail: UnsafePointer<CChar>?
        let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = sqlite3_prepare_v3(database, start, Int32(clamping: text.count), flags, &handle, &tail)
        let consumed = tail.map { start.distance(to: $0) } ?? text.count - 1
        guard code == SQLITE_OK else { throw .sqlite(database, code: code, sql: String(cString: start)) }
        let sql = String(decoding: UnsafeRawBufferPointer(text)[..<consumed], as: UTF8.self)
        return (handle.map { Statement(handle: $0, database: database, sql: sql) }, consumed)
    }

    /// Whether the statement leaves the database file alone. `BEGIN IMMEDIATE` does not; `COMMIT` and `ROLLBACK` count
    /// as reading.
    var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    var columnCount: Int { Int(sqlite3_column_count(handle)) }

    func bind(_ arguments: [any ColumnConvertible]) throws(StoreError) {
        let expected = Int(sqlite3_bind_parameter_count(handle))
        guard expected == arguments.count else {
            throw StoreError(
                .argumentCount, message: "\(arguments.count) arguments for \(expected) parameters", sql: sql)
        }
        for (index, argument) in arguments.enumerated() {
            let code = bind(argument.columnValue, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw .sqlite(database, code: code, sql: sql) }
        }
    }

    /// Moves to the next row.
    /// - Returns: false when there is none.
    func step() throws(StoreError) -> Bool {
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw .sqlite(database, code: code, sql: sql)
        }
    }

    /// Ends the execution and clears the arguments, so that the statement can be used again.
    func reset() {
        // The result code repeats the failure of the last step, which was reported there.
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        indexes = nil
    }

    func columnIndex(_ name: String) -> Int? {
        if let indexes { return indexes[name] }
        var made: [String: Int] = [:]
        for index in 0..<columnCount {
            guard let label = sqlite3_column_name(handle, Int32(index)) else { continue }
            made[String(cString: label)] = made[String(cString: label)] ?? index
        }
        indexes = made
        return made[name]
    }

    func columnValue(_ index: Int) -> Value {
        let column = Int32(index)
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT:
            let bytes = UnsafeBufferPointer(
                start: sqlite3_column_text(handle, column), count: Int(sqlite3_column_bytes(handle, column)))
            return String(validating: bytes, as: UTF8.self).map(Value.text) ?? .blob(Array(bytes))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, column)
            return .blob(
                Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))))
        default: return .null
        }
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let integer): return sqlite3_bind_int64(handle, index, integer)
        case .real(let real): return sqlite3_bind_double(handle, index, real)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // A null pointer would bind NULL in place of the empty string.
                    guard let start = characters.baseAddress, !characters.isEmpty else {
                        return sqlite3_bind_text(handle, index, "", 0, transient)
                    }
                    return sqlite3_bind_text64(
                        handle, index, start, UInt64(characters.count), transient, UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, index, 0) }
            return sqlite3_bind_blob64(handle, index, bytes, UInt64(bytes.count), transient)
        }
    }
}

/// Tells SQLite to copy the argument: C's `SQLITE_TRANSIENT`, a cast that Swift does not import.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension StoreError {
    /// Returns the failure that a call on `database` has just reported.
    static func sqlite(_ database: OpaquePointer, code: Int32, sql: String? = nil) -> StoreError {
        let extended = sqlite3_extended_errcode(database)
        // The errmsg belongs to the last call on the connection. If that was another call, errstr is the correct text.
        let isLast = extended & 0xff == code & 0xff
        let text = isLast ? sqlite3_errmsg(database) : sqlite3_errstr(code)
        let message = text.map { String(cString: $0) } ?? "SQLite error \(code)"
        return StoreError(.sqlite(isLast ? extended : code), message: message, sql: sql)
    }
}
