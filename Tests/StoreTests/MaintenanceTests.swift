import Glibc
import Store
import TestSupport
import Testing

@Suite("Backup, checks and damage")
struct MaintenanceTests {
    let folder: TemporaryDirectory

    init() throws { folder = TemporaryDirectory("store tests") }

    private func filled() throws -> Connection {
        let connection = try folder.connect()
        try connection.execute("CREATE TABLE t (v); CREATE INDEX i ON t (v)")
        try connection.write { connection throws(StoreError) in
            for number in 0..<2_000 { try connection.run("INSERT INTO t VALUES (?)", arguments: ["row \(number)"]) }
        }
        return connection
    }

    private func overwrite(_ name: String, at offset: Int, with bytes: [UInt8]) {
        let descriptor = open(folder.appending(name), O_WRONLY | O_CREAT, 0o600)
        #expect(pwrite(descriptor, bytes, bytes.count, off_t(offset)) == bytes.count)
        close(descriptor)
    }

    @Test("a backup opens alone and holds rows that were only in the WAL, not those uncommitted elsewhere")
    func backup() throws {
        let connection = try filled()
        let other = try folder.connect()
        try connection.write { connection throws(StoreError) in
            try connection.run("INSERT INTO t VALUES ('uncommitted')")
            try other.backup(to: folder.appending("copy of ü.db"))
        }
        #expect(folder.mode("copy of ü.db") == 0o600)
        #expect(try folder.names == ["a.db", "a.db-shm", "a.db-wal", "copy of ü.db"])
        let copy = try Connection(path: folder.appending("copy of ü.db"), mode: .readOnly)
        #expect(try copy.count("t") == 2_000)
        #expect(try copy.integrityCheck() == [])
    }

    @Test("a backup replaces nothing and leaves nothing when it fails")
    func backupRefused() throws {
        let connection = try filled()
        overwrite("taken", at: 0, with: [1])
        let error = #expect(throws: StoreError.self) { try connection.backup(to: folder.appending("taken")) }
        #expect(error?.code == .fileSystem(EEXIST))
        let missing = #expect(throws: StoreError.self) { try connection.backup(to: folder.appending("no/b")) }
        #expect(missing?.code == .fileSystem(ENOENT))
        #expect(try folder.names == ["a.db", "a.db-shm", "a.db-wal", "taken"])
    }

    @Test(
        "a file that is no database is refused when it is opened",
        arguments: [Connection.Mode.readWriteCreate, .readOnly])
    func notADatabase(_ mode: Connection.Mode) throws {
        overwrite("a.db", at: 0, with: Array(repeating: 0x61, count: 10_000))
        let error = #expect(throws: StoreError.self) { try Connection(path: folder.appending("a.db"), mode: mode) }
        #expect(error?.isNotADatabase == true)
    }

    @Test("damage in a page is found, reported as corrupt, and not backed up")
    func corrupt() throws {
        try filled().close()
        try folder.removeLog()
        overwrite("a.db", at: 4_096, with: Array(repeating: 0xa5, count: 4_096))
        let connection = try folder.connect()
        #expect(try !connection.integrityCheck().isEmpty)
        let error = #expect(throws: StoreError.self) {
            _ = try connection.column("SELECT v FROM t NOT INDEXED") as [String]
        }
        #expect(error?.isCorrupt == true)
        let refused = #expect(throws: StoreError.self) { try connection.backup(to: folder.appending("b.db")) }
        #expect(refused?.isCorrupt == true)
        #expect(try !folder.names.contains { $0.hasPrefix("b.db") })
    }

    @Test(
        "a folder, and a place where nothing can be made, are refused",
        arguments: ["/", "/proc/store.db", "/nowhere/a.db"])
    func impossible(_ path: String) {
        let error = #expect(throws: StoreError.self) { try Connection(path: path, mode: .readWriteCreate) }
        #expect(error?.isCannotOpen == true || error?.isReadOnly == true)
    }

    @Test("without permission to write, opening for writing fails and the file is not touched")
    func noPermission() async throws {
        try filled().close()
        try folder.removeLog()
        chmod(folder.appending("a.db"), 0o444)
        chmod(folder.path, 0o555)
        let path = folder.appending("a.db")
        // In a child, because root must become somebody else to be refused anything.
        await #expect(processExitsWith: .success) { [path = path as String] in
            if geteuid() == 0 { #expect(setuid(65_534) == 0) }
            let error = #expect(throws: StoreError.self) {
                try Connection(path: path, mode: .readWrite, busyTimeout: 0)
            }
            #expect(error?.isReadOnly == true)
            #expect(throws: StoreError.self) { try Connection(path: path + ".new", mode: .readWriteCreate) }
        }
        chmod(folder.path, 0o700)
        #expect(try folder.names == ["a.db"])
    }
}
