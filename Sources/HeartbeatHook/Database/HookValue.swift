import CSQLite

/// A value to bind to a statement.
enum HookValue {
    case text(String)
    case blob([UInt8])
    case integer(Int64)
    case null

    /// Binds the value; SQLite copies it.
    /// - Returns: whether SQLite took it.
    func bind(_ statement: OpaquePointer?, at index: Int32) -> Bool {
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let status =
            switch self {
            case .text(let text): sqlite3_bind_text(statement, index, text, -1, copy)
            case .blob(let bytes): sqlite3_bind_blob(statement, index, bytes, Int32(bytes.count), copy)
            case .integer(let number): sqlite3_bind_int64(statement, index, number)
            case .null: sqlite3_bind_null(statement, index)
            }
        return status == SQLITE_OK
    }
}
