import CSQLite

/// Why a call into `Store` failed: SQLite's own result code, or a rule of this room that was broken.
///
/// Argument values never appear in it, so it may be logged. Whoever shows it to people translates it first.
package struct StoreError: Error, Equatable, CustomStringConvertible {
    /// What kind of failure this is.
    package enum Code: Equatable, Sendable {
        /// SQLite failed; the value is its *extended* result code (<https://www.sqlite.org/rescode.html>).
        case sqlite(Int32)
        /// The database was written by a newer program: its schema version is `found`, we know up to `known`.
        case tooNew(found: Int, known: Int)
        /// The row has no column of that name or position.
        case columnMissing
        /// The column's value cannot be represented in the type that was asked for.
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

    /// What kind of failure this is.
    package let code: Code
    /// One sentence that says what happened, most often SQLite's own.
    package let message: String
    /// The SQL text that was running, with its `?` and without its argument values.
    package let sql: String?

    package init(_ code: Code, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// SQLite's extended result code; nil when SQLite was not the one that failed.
    package var extendedCode: Int32? {
        if case .sqlite(let code) = code { code } else { nil }
    }

    /// SQLITE_IOERR_SHMSIZE: the file beside the database cannot grow.
    private static let noRoomToShare = SQLITE_IOERR | 19 << 8

    /// SQLite's primary result code, the low eight bits of the extended one.
    package var primaryCode: Int32? { extendedCode.map { $0 & 0xff } }

    /// Another connection holds a lock for longer than the busy timeout: try again later.
    package var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// The file is damaged.
    package var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT }

    /// No room is left on the disk, or a quota is used up.
    package var isFull: Bool { primaryCode == SQLITE_FULL || extendedCode == Self.noRoomToShare }

    /// The file or its folder cannot be written.
    package var isReadOnly: Bool { primaryCode == SQLITE_READONLY }

    /// The file is something else than a database.
    package var isNotADatabase: Bool { primaryCode == SQLITE_NOTADB }

    /// The file, or one that goes with it, cannot be opened or made.
    package var isCannotOpen: Bool { primaryCode == SQLITE_CANTOPEN }

    /// A UNIQUE, NOT NULL, CHECK or FOREIGN KEY rule of the schema was broken.
    package var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }

    /// The database was written by a newer program.
    package var isTooNew: Bool {
        if case .tooNew = code { true } else { false }
    }

    package var description: String {
        var text = "\(message) [\(code)]"
        if let sql { text += " - while executing: \(sql)" }
        return text
    }
}
