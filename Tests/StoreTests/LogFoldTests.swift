import CSQLite
import Glibc
import Store
import TestSupport
import Testing

/// SQLite's WAL-reset fault (<https://www.sqlite.org/wal.html#walresetbug>), and how folding the log in stays clear of
/// it.
@Suite("Folding the log in")
struct LogFoldTests {
    let folder: TemporaryDirectory

    init() throws { folder = TemporaryDirectory("store tests") }

    /// Writes rows that fill pages of their own, in a transaction each.
    private static func write(_ rows: Range<Int>, _ connection: Connection) throws {
        for row in rows {
            try connection.write { db throws(StoreError) in
                _ = try db.run(
                    "INSERT INTO t VALUES (?)", arguments: ["row \(row) " + String(repeating: "x", count: 9_000)])
            }
        }
    }

    private static func table(_ path: String) throws -> Connection {
        let connection = try Connection(path: path, mode: .readWriteCreate, busyTimeout: 60_000)
        try connection.execute("CREATE TABLE IF NOT EXISTS t (v)")
        return connection
    }

    private func logSize() -> Int {
        var status = stat()
        return stat(folder.appending("a.db-wal"), &status) == 0 ? Int(status.st_size) : 0
    }

    // One:    folds the whole log in
    // Writer:                      BEGIN IMMEDIATE · · · · · · · · · · begins the log anew
    // Two:                         may not write: reads the log's end · · · · · · · · · · finds nothing folded in, and
    // copies
    @Test("what our programs did before: a checkpoint that falls back to waiting for nobody damages the database")
    func fault() async throws {
        let path = folder.appending("a.db")
        await #expect(processExitsWith: .success) { [path = path as String] in
            WatchedVFS.install()
            let writer = try Self.table(path)
            let two = try Checkpointer(path)
            try Self.write(0..<40, writer)
            try Checkpointer(path).checkpoint(SQLITE_CHECKPOINT_PASSIVE)
            try writer.execute("BEGIN IMMEDIATE")
            WatchedVFS.beforeCopying = {
                #expect(throws: Never.self) {
                    try writer.execute("INSERT INTO t VALUES (hex(randomblob(9000))); COMMIT")
                }
            }
            try two.checkpoint(SQLITE_CHECKPOINT_TRUNCATE)
            #expect(!writer.isInTransaction, "the moment did not come")
            try Self.write(40..<80, writer)
            try two.checkpoint(SQLITE_CHECKPOINT_PASSIVE)
            try Self.write(80..<82, writer)
            let reader = try Connection(path: path, mode: .readWrite)
            let problems = try reader.integrityCheck()
            #expect(problems.isEmpty || SQLiteLibrary.hasLogResetFault)
        }
    }

    @Test(
        "the versions that have the fault",
        arguments: [
            (3_040_001, true), (3_044_005, true), (3_044_006, false), (3_045_000, true), (3_050_006, true),
            (3_050_007, false), (3_051_002, true), (3_051_003, false), (3_053_000, false),
        ])
    func versions(_ version: Int32, _ hasFault: Bool) {
        #expect(SQLiteLibrary.hasLogResetFault(version) == hasFault)
    }

    @Test("from the beginning to the end of a checkpoint of ours nobody else can write, and then the log is short")
    func alone() async throws {
        let path = folder.appending("a.db")
        await #expect(processExitsWith: .success) { [path = path as String] in
            WatchedVFS.install()
            let connection = try Self.table(path)
            try connection.run("INSERT INTO t VALUES (zeroblob(1000000))")
            let other = try Connection(path: path, mode: .readWrite, busyTimeout: 0)
            var refusals = 0
            WatchedVFS.atBothEnds = {
                let error = #expect(throws: StoreError.self) { try other.execute("BEGIN IMMEDIATE; ROLLBACK") }
                refusals += error?.isBusy == true ? 1 : 0
            }
            try Self.write(0..<1, connection)
            #expect(refusals == 2)
            WatchedVFS.atBothEnds = nil
            #expect(try connection.column("SELECT count(*) FROM t") == [2])
            #expect(try connection.integrityCheck() == [])
        }
        #expect(logSize() < 50_000)
    }

    @Test("no connection folds the log in of its own accord, after a commit or when it closes")
    func ofItsOwnAccord() throws {
        var connections = [try Self.table(folder.appending("a.db"))]
        for mode in [Connection.Mode.readWrite, .readOnly] {
            connections.append(try Connection(path: folder.appending("a.db"), mode: mode))
        }
        for connection in connections {
            #expect(try connection.column("PRAGMA wal_autocheckpoint") == [0])
            #expect(try connection.column("PRAGMA journal_size_limit") == [0])
        }
        // More than the thousand pages after which SQLite does it.
        try connections[0].run("INSERT INTO t VALUES (zeroblob(10000000))")
        for connection in connections { connection.close() }
        #expect(logSize() > 10_000_000)
        var status = stat()
        #expect(stat(folder.appending("a.db"), &status) == 0)
        #expect(status.st_size < 10_000)
    }

    @Test("somebody who writes for longer than we wait keeps the log as it is")
    func busy() throws {
        let connection = try folder.connect()
        try connection.execute("CREATE TABLE t (v)")
        try connection.write { db throws(StoreError) in
            _ = try db.run("INSERT INTO t VALUES (zeroblob(1000000))")
        }
        try connection.write { _ throws(StoreError) in
            let error = #expect(throws: StoreError.self) {
                try WriteAheadLog(of: folder.appending("a.db")).foldIfLong(patience: 0)
            }
            #expect(error?.isBusy == true)
        }
    }

    @Test("16 processes fold it in again and again beside 4 that only write: nothing is lost")
    func crowd() async throws {
        let path = folder.appending("a.db")
        let first = try Self.table(path)
        await withTaskGroup { group in
            for number in 0..<20 {
                group.addTask { await Self.process(path, number) }
            }
        }
        #expect(try first.count("t") == 16 * 10 + 4 * 100)
        #expect(try first.column("SELECT count(DISTINCT v) FROM t") == [16 * 10 + 4 * 100])
        #expect(try first.integrityCheck() == [])
        #expect(logSize() < 2_000_000)
    }

    private static func process(_ path: String, _ number: Int) async {
        await #expect(processExitsWith: .success) { [path = path as String, number = number as Int] in
            let connection = try Connection(path: path, mode: .readWrite, busyTimeout: 60_000)
            let isFolder = number < 16
            for row in 0..<(isFolder ? 10 : 100) {
                if isFolder { try WriteAheadLog(of: path, longest: 0).foldIfLong(patience: 60_000) }
                let name = number * 1_000 + row
                try Self.write(name..<name + 1, connection)
            }
        }
    }
}

/// A connection that checkpoints as SQLite lets everybody: waiting for nobody.
private final class Checkpointer: @unchecked Sendable {
    private var handle: OpaquePointer?

    init(_ path: String) throws {
        #expect(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
        #expect(sqlite3_exec(handle, "PRAGMA schema_version", nil, nil, nil) == SQLITE_OK)
    }

    deinit { sqlite3_close(handle) }

    func checkpoint(_ mode: Int32) throws { sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil) }
}
