import Glibc
import Store
import TestSupport
import Testing

@Suite("Transactions")
struct TransactionTests {
    private struct Refusal: Error {}

    let folder: TemporaryDirectory
    let connection: Connection
    let other: Connection

    init() throws {
        folder = TemporaryDirectory("store tests")
        connection = try folder.connect()
        try connection.execute("CREATE TABLE t (v UNIQUE)")
        other = try folder.connect()
    }

    @Test("`write` commits when its body returns")
    func commits() throws {
        let inserted = try connection.write { db throws(StoreError) in try db.run("INSERT INTO t VALUES (1), (2)") }
        #expect(inserted == 2)
        #expect(try other.count("t") == 2)
        #expect(!connection.isInTransaction)
    }

    @Test("a body that throws leaves nothing behind")
    func rollsBack() throws {
        let error = #expect(throws: StoreError.self) {
            try connection.write { connection throws(StoreError) in
                try connection.run("INSERT INTO t VALUES (1)")
                try connection.run("INSERT INTO t VALUES (1)")
            }
        }
        #expect(error?.extendedCode == 2067)
        #expect(throws: Refusal.self) {
            try connection.transaction(.immediate) {
                try $0.run("INSERT INTO t VALUES (1)")
                throw Refusal()
            }
        }
        #expect(try connection.count("t") == 0)
        #expect(try connection.write { db throws(StoreError) in try db.run("INSERT INTO t VALUES (1)") } == 1)
    }

    @Test("a COMMIT that fails rolls back, and the next transaction works")
    func failedCommit() throws {
        try connection.execute("CREATE TABLE c (p REFERENCES t(v) DEFERRABLE INITIALLY DEFERRED)")
        let error = #expect(throws: StoreError.self) {
            try connection.write { db throws(StoreError) in try db.run("INSERT INTO c VALUES (5)") }
        }
        #expect(error?.isConstraint == true)
        #expect(!connection.isInTransaction)
        connection.faultInjector = { $0 == "COMMIT" ? StoreError(.sqlite(13), message: "full") : nil }
        let full = #expect(throws: StoreError.self) {
            try connection.write { db throws(StoreError) in try db.run("INSERT INTO t VALUES (5)") }
        }
        #expect(full?.isFull == true)
        connection.faultInjector = nil
        #expect(try connection.count("c") + connection.count("t") == 0)
        #expect(try connection.write { db throws(StoreError) in try db.run("INSERT INTO t VALUES (5)") } == 1)
    }

    @Test("a transaction inside a transaction is refused and the outer one goes on")
    func nested() throws {
        try connection.write { connection throws(StoreError) in
            for begin in [connection.write, connection.read]
                as [((Connection) throws(StoreError) -> Void) throws(StoreError) -> Void]
            {
                let error = #expect(throws: StoreError.self) { try begin { _ in } }
                #expect(error?.code == .nestedTransaction)
            }
            try connection.run("INSERT INTO t VALUES (1)")
        }
        #expect(try other.count("t") == 1)
    }

    @Test("a second writer is told that the database is busy; a reader is not disturbed")
    func busy() throws {
        try connection.write { connection throws(StoreError) in
            try connection.run("INSERT INTO t VALUES (1)")
            let error = #expect(throws: StoreError.self) { try other.write { _ in Issue.record("two writers") } }
            #expect(error?.isBusy == true)
            #expect(error?.sql == "BEGIN IMMEDIATE")
            let seen = try other.count("t")
            #expect(seen == 0)
        }
        #expect(!other.isInTransaction)
        #expect(try other.write { db throws(StoreError) in try db.run("INSERT INTO t VALUES (2)") } == 1)
    }

    @Test("`read` sees one snapshot and refuses to write")
    func snapshot() throws {
        try connection.read { connection throws(StoreError) in
            let before = try connection.count("t")
            try other.run("INSERT INTO t VALUES (1)")
            let after = try connection.count("t")
            #expect(before == 0)
            #expect(after == 0)
            let error = #expect(throws: StoreError.self) { try connection.run("INSERT INTO t VALUES (2)") }
            #expect(error?.code == .writeInRead)
        }
        #expect(try connection.column("SELECT v FROM t") == [1])
        try connection.run("INSERT INTO t VALUES (2)")
    }

    @Test("fail each statement in turn: all of the transaction is there, or nothing")
    func faultLoop() throws {
        for failing in 1... {
            var asked = 0
            connection.faultInjector = { _ in
                asked += 1
                return asked == failing ? StoreError(.sqlite(10), message: "disk I/O error") : nil
            }
            let result = Result {
                try connection.write { connection throws(StoreError) in
                    try connection.run("INSERT INTO t VALUES (1)")
                    _ = try connection.column("UPDATE t SET v = v + 1 RETURNING v") as [Int]
                    try connection.execute("CREATE TABLE u (v); INSERT INTO u SELECT v FROM t")
                }
            }
            connection.faultInjector = nil
            #expect(!connection.isInTransaction)
            if case .success = result {
                #expect(failing > 6)
                #expect(try other.column("SELECT v FROM u") == [2])
                return
            }
            #expect(try other.count("t") == 0)
            #expect(try other.count("sqlite_schema WHERE name = 'u'") == 0)
        }
    }
}
