/// A row of a result, typed by the code that reads it.
///
/// It lives only while the closure runs that gets it, and cannot be stored.
package struct Row: ~Copyable {
    let statement: Statement

    /// The number of columns.
    package var count: Int { statement.columnCount }

    /// The value of the first column with the name `name` (letter case counts).
    /// - Throws: `.columnMissing` or `.columnMismatch`.
    package subscript<T: ColumnConvertible>(_ name: String) -> T {
        get throws(StoreError) {
            guard let index = statement.columnIndex(name) else {
                throw StoreError(.columnMissing, message: "the result has no column \(name)", sql: statement.sql)
            }
            return try convert(index, label: "\(name)")
        }
    }

    /// The value of the column at `index`, counted from 0.
    /// - Throws: `.columnMissing` or `.columnMismatch`.
    package subscript<T: ColumnConvertible>(_ index: Int) -> T {
        get throws(StoreError) {
            guard index >= 0, index < count else {
                throw StoreError(.columnMissing, message: "the result has no column \(index)", sql: statement.sql)
            }
            return try convert(index, label: "\(index)")
        }
    }

    private func convert<T: ColumnConvertible>(_ index: Int, label: String) throws(StoreError) -> T {
        let stored = statement.columnValue(index)
        guard let converted = T(columnValue: stored) else {
            throw StoreError(
                .columnMismatch, message: "column \(label) holds \(stored.typeName), which is no \(T.self)",
                sql: statement.sql)
        }
        return converted
    }
}

extension Value {
    /// SQLite's name of the storage class. Unlike the value itself it may stand in an error.
    fileprivate var typeName: String {
        switch self {
        case .null: "NULL"
        case .integer: "an INTEGER out of range"
        case .real: "REAL"
        case .text: "TEXT"
        case .blob: "BLOB"
        }
    }
}
