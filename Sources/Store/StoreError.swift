import CSQLite

/// The error of a call into `Store`: SQLite's own result code, or a broken rule of this room.
///
/// Argument values never appear in it, so it may be logged. Code that shows it to users translates it first.
package struct StoreError: Error, Equatable, CustomStringConvertible {
    /// The kind of failure.
    package enum Code: Equatable, Sendable {
        /// SQLite failed; the value is its *extended* result code (<https://www.sqlite.org/rescode.html>).
        case sqlite(Int32)
        /// A newer program wrote the database: its schema version is `found`, this program knows versions up to
        /// `known`.
        case tooNew(found: Int, known: Int)
        /// The row has no column of that name or index.
        case columnMissing
        /// The column's value cannot be represented in the requested type.
        case columnMismatch
        /// The number of arguments is not the number of parameters in the SQL text.
        case argumentCount
        /// `write`, `read` or `transaction` was called inside another transaction of the same connection.
        case nestedTransaction
        /// A statement that writes was run inside `read`.
        case writeInRead
        /// The connection was closed before the call.
        case closed
        /// The SQL text or the list of migrations is malformed in a way that SQLite does not report.
        case misuse
        /// The file system refused a step of a backup; the value is the `errno`.
        case fileSystem(Int32)
    }

    /// The kind of failure.
    package let code: Code
    /// A sentence about what happened, most often SQLite's own.
    package let message: String
    /// The SQL text that was running, with its `?` and without its argument values.
    package let sql: String?

    /// An error of this room.
    package init(_ code: Code, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// SQLite's extended result code; nil when SQLite did not fail.
    package var extendedCode: Int32? {
        if case .sqlite(let code) = code { code } else { nil }
    }

    /// The code SQLITE_IOERR_SHMSIZE: the file beside the database cannot grow.
    private static let noRoomToShare = SQLITE_IOERR | 19 << 8

    /// SQLite's primary result code, the low eight bits of the extended one; nil when SQLite did not fail.
    package var primaryCode: Int32? { extendedCode.map { $0 & 0xff } }

    /// Whether another connection held a lock for longer than the busy timeout. The call may succeed later.
    package var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// Whether the file is damaged.
    package var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT }

    /// Whether the disk is full or a quota is used up.
    package var isFull: Bool { primaryCode == SQLITE_FULL || extendedCode == Self.noRoomToShare }

    /// Whether the file or its folder cannot be written.
    package var isReadOnly: Bool { primaryCode == SQLITE_READONLY }

    /// Whether the file is something else than a database.
    package var isNotADatabase: Bool { primaryCode == SQLITE_NOTADB }

    /// Whether the file, or one that belongs to it, cannot be opened or made.
    package var isCannotOpen: Bool { primaryCode == SQLITE_CANTOPEN }

    /// Whether a UNIQUE, NOT NULL, CHECK or FOREIGN KEY rule of the schema was broken.
    package var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }

    /// Whether a newer program wrote the database.
    package var isTooNew: Bool {
        if case .tooNew = code { true } else { false }
    }

    /// The whole error on one line, for logs.
    package var description: String {
        var text = "\(message) [\(code)]"
        if let sql { text += " - while executing: \(sql)" }
        return text
    }
}
