import Glibc
import Store
import TestSupport
import Testing

@Suite("Connection")
struct ConnectionTests {
    let folder: TemporaryDirectory

    init() throws { folder = TemporaryDirectory("store tests") }

    @Test("a new file is in WAL mode, private, and enforces foreign keys")
    func settings() throws {
        let connection = try folder.connect("a b\nü.db")
        try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, parent REFERENCES t)")
        #expect(try connection.column("PRAGMA journal_mode") == ["wal"])
        #expect(try connection.column("PRAGMA synchronous") == [1])
        for name in try folder.names { #expect(folder.mode(name) == 0o600) }
        #expect(try folder.names.count == 3)
        let error = #expect(throws: StoreError.self) { try connection.run("INSERT INTO t VALUES (1, 9)") }
        #expect(error?.isConstraint == true)
        #expect(error?.extendedCode == 787)
    }

    @Test("a file that others could read is narrowed")
    func narrowed() throws {
        try folder.connect().close()
        chmod(folder.appending("a.db"), 0o644)
        try folder.connect().close()
        #expect(folder.mode("a.db") == 0o600)
    }

    @Test("names that SQLite would treat as special are plain files", arguments: [":memory:", "file:x?mode=ro", ""])
    func specialNames(_ name: String) throws {
        let path = folder.appending(name)
        guard !name.isEmpty else {
            #expect(throws: StoreError.self) { try Connection(path: path, mode: .readWriteCreate) }
            return
        }
        try Connection(path: path, mode: .readWriteCreate).execute("CREATE TABLE t (v)")
        #expect(try folder.names == [name, name + "-shm", name + "-wal"])
    }

    @Test("only `readWriteCreate` makes a file", arguments: [Connection.Mode.readWrite, .readOnly])
    func missing(_ mode: Connection.Mode) throws {
        let error = #expect(throws: StoreError.self) { try Connection(path: folder.appending("no.db"), mode: mode) }
        #expect(error?.isCannotOpen == true)
        #expect(try folder.names == [])
    }

    @Test("a read-only connection reads, beside a writer too, and refuses to write")
    func readOnly() throws {
        let writer = try folder.connect()
        try writer.execute("CREATE TABLE t (v); INSERT INTO t VALUES (1)")
        let reader = try Connection(path: folder.appending("a.db"), mode: .readOnly, busyTimeout: 0)
        #expect(try reader.count("t") == 1)
        let error = #expect(throws: StoreError.self) { try reader.run("INSERT INTO t VALUES (2)") }
        #expect(error?.isReadOnly == true)
    }

    @Test("`run` counts the rows it changed, and 0 for statements that change none")
    func changes() throws {
        let connection = try folder.connect()
        #expect(try connection.run("CREATE TABLE t (v)") == 0)
        #expect(try connection.run("INSERT INTO t VALUES (1), (2), (?)", arguments: [3]) == 3)
        #expect(connection.lastInsertedRowID == 3)
        #expect(try connection.run("CREATE TABLE u (v)") == 0)
        #expect(try connection.run("UPDATE t SET v = 0 WHERE v > 9") == 0)
        #expect(try connection.run("DELETE FROM t WHERE v > 1 RETURNING v") == 2)
    }

    @Test("arguments must be as many as parameters", arguments: [0, 1, 3])
    func argumentCount(_ count: Int) throws {
        let error = #expect(throws: StoreError.self) {
            try folder.connect().run("SELECT ?, ?", arguments: Array(repeating: 1, count: count))
        }
        #expect(error?.code == .argumentCount)
    }

    @Test("SQL text that is empty, more than one statement or holds a NUL is refused")
    func malformed() throws {
        let connection = try folder.connect()
        for sql in ["", "  -- nothing", "SELECT 1; SELECT 2", "SELECT 1; syntax", "SELECT 1\0"] {
            #expect(throws: StoreError.self, "\(sql)") { try connection.run(sql) }
        }
        try connection.execute("")
        try connection.execute(" ; -- nothing\n")
        #expect(try connection.column("SELECT 1 ; -- done\n") == [1])
        let error = #expect(throws: StoreError.self) { try connection.execute("SELECT 1; \0 SELECT 2") }
        #expect(error?.code == .misuse)
    }

    @Test("a syntax error carries the code and the text, not the arguments")
    func syntaxError() throws {
        let error = #expect(throws: StoreError.self) { try folder.connect().run("SELEC ?", arguments: ["secret"]) }
        #expect(error?.primaryCode == 1)
        #expect(error?.sql == "SELEC ?")
        #expect(error?.description.contains("secret") == false)
    }

    @Test("`execute` runs every statement up to the one that fails")
    func script() throws {
        let connection = try folder.connect()
        #expect(throws: StoreError.self) {
            try connection.execute(
                "CREATE TABLE t (v); INSERT INTO t VALUES (';'); INSERT INTO u VALUES (1); DROP TABLE t")
        }
        #expect(try connection.count("t") == 1)
    }

    @Test("the same SQL text may run inside its own rows")
    func reentrant() throws {
        let connection = try folder.connect()
        try connection.execute("CREATE TABLE t (v); INSERT INTO t VALUES (1), (2)")
        let pairs = try connection.query("SELECT v FROM t ORDER BY v") { row throws(StoreError) in
            let inner = try connection.query("SELECT v FROM t ORDER BY v") { row throws(StoreError) -> Int in
                try row["v"]
            }
            return [try row["v"]] + inner
        }
        #expect(pairs == [[1, 1, 2], [2, 1, 2]])
    }

    @Test("hundreds of different statements do not disturb each other")
    func manyStatements() throws {
        let connection = try folder.connect()
        for number in 0..<500 { #expect(try connection.column("SELECT \(number)") == [number]) }
    }

    @Test("after `close`, also while rows are read, calls fail and the file is free")
    func closed() throws {
        let connection = try folder.connect()
        try connection.execute("CREATE TABLE t (v); INSERT INTO t VALUES (1), (2)")
        let error = #expect(throws: StoreError.self) {
            try connection.query("SELECT v FROM t") { row throws(StoreError) in
                connection.close()
                try connection.run("SELECT 1")
            }
        }
        #expect(error?.code == .closed)
        connection.close()
        #expect(throws: StoreError.self) { try connection.integrityCheck() }
        #expect(throws: StoreError.self) { try connection.backup(to: folder.appending("b")) }
        #expect(!connection.isInTransaction)
        // Which needs the file alone.
        try folder.connect().execute("PRAGMA journal_mode=DELETE")
        #expect(try folder.names == ["a.db"])
    }
}
