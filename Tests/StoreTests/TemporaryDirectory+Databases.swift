import CSQLite
import FoundationEssentials
import Glibc
import Store
import TestSupport

extension TemporaryDirectory {
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

    func connect(_ name: String = "a.db", busyTimeout: Int = 0) throws -> Connection {
        try Connection(path: appending(name), mode: .readWriteCreate, busyTimeout: busyTimeout)
    }

    /// Has SQLite fold the whole log in and remove it, as it does of its own accord when the last connection closes.
    func removeLog() throws {
        var handle: OpaquePointer?
        defer { sqlite3_close(handle) }
        guard sqlite3_open_v2(appending("a.db"), &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
            sqlite3_exec(handle, "PRAGMA schema_version", nil, nil, nil) == SQLITE_OK
        else { throw StoreError(.sqlite(sqlite3_errcode(handle)), message: "removeLog") }
    }

    func mode(_ name: String) -> mode_t {
        var status = stat()
        return lstat(appending(name), &status) == 0 ? status.st_mode & 0o777 : 0
    }
}

extension Connection {
    func count(_ table: String) throws(StoreError) -> Int { try value("SELECT count(*) FROM \(table)") ?? -1 }
}
