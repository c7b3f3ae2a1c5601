import CSQLite

/// The SQLite library that this program runs with.
package enum SQLiteLibrary {
    /// The version, such as `3.40.1`.
    package static var version: String { String(cString: sqlite3_libversion()) }

    /// Whether the library has the WAL-reset fault (<https://www.sqlite.org/wal.html#walresetbug>), by its version. A
    /// distribution may have corrected the fault without a new version.
    package static var hasLogResetFault: Bool { hasLogResetFault(sqlite3_libversion_number()) }

    /// Whether a version has the fault.
    /// - Parameter version: the number of the version, such as 3040001.
    package static func hasLogResetFault(_ version: Int32) -> Bool {
        switch version {
        case 3_051_003..., 3_050_007..<3_051_000, 3_044_006..<3_045_000: false
        default: true
        }
    }
}
