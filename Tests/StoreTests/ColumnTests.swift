import Store
import TestSupport
import Testing

@Suite("Columns")
struct ColumnTests {
    let folder: TemporaryDirectory
    let connection: Connection

    init() throws {
        folder = TemporaryDirectory("store tests")
        connection = try folder.connect()
        try connection.execute("CREATE TABLE t (v)")
    }

    private func roundTrip<T: ColumnConvertible>(_ value: T) throws -> T {
        try connection.run("DELETE FROM t")
        #expect(try connection.run("INSERT INTO t VALUES (?)", arguments: [value]) == 1)
        return try #require(try connection.value("SELECT v FROM t") as T?)
    }

    @Test(
        "text comes back as it was stored",
        arguments: [
            "", "a", "a\0b", "\0", "né ☃︎ 👩‍👩‍👧", "line\nline\ttab '\"; DROP TABLE t",
            String(repeating: "x", count: 3_000_000),
        ])
    func text(_ text: String) throws {
        #expect(try roundTrip(text) == text)
        #expect(try connection.column("SELECT typeof(v) FROM t") == ["text"])
        #expect(try connection.column("SELECT length(CAST(v AS BLOB)) FROM t") == [text.utf8.count])
    }

    @Test("integers come back at both ends of their range")
    func integers() throws {
        for value in [Int.min, -1, 0, 1, .max] { #expect(try roundTrip(value) == value) }
        for value in [Int32.min, .max] { #expect(try roundTrip(value) == value) }
        for value in [Int64.min, .max] { #expect(try roundTrip(value) == value) }
        for value in [UInt64.min, UInt64(Int64.max) + 1, .max] { #expect(try roundTrip(value) == value) }
    }

    @Test("reals come back exactly, not-a-number becomes NULL")
    func reals() throws {
        for value in [0.1, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude] {
            #expect(try roundTrip(value) == value)
        }
        #expect(try roundTrip(Double.nan as Double?) == nil)
    }

    @Test("booleans, blobs, optionals, values and enumerations come back")
    func others() throws {
        enum Mode: String, ColumnConvertible { case exclusive, shared }
        for value in [true, false] { #expect(try roundTrip(value) == value) }
        for value in [[], [0], [UInt8](0...255)] { #expect(try roundTrip(value) == value) }
        #expect(try roundTrip([UInt8]()) == [])
        #expect(try connection.column("SELECT typeof(v) FROM t") == ["blob"])
        #expect(try roundTrip(String?.none) == nil)
        #expect(try roundTrip(String?.some("")) == "")
        #expect(try roundTrip(Value.null) == nil)
        #expect(try roundTrip(Value.real(1)) == 1.0)
        #expect(try roundTrip(Mode.shared) == .shared)
        try connection.run("UPDATE t SET v = 'stolen'")
        #expect(throws: StoreError.self) { try connection.column("SELECT v FROM t") as [Mode] }
    }

    @Test("a value that the type cannot represent is refused, and the error does not show it")
    func mismatch() throws {
        func expectMismatch<T: ColumnConvertible>(_ expression: String, _ type: T.Type) throws {
            let error = #expect(throws: StoreError.self) {
                try connection.column("SELECT \(expression)") as [T]
            }
            #expect(error?.code == .columnMismatch)
            #expect(error?.message.contains("secret") == false)
        }
        try expectMismatch("'secret'", Int.self)
        try expectMismatch("1", String.self)
        try expectMismatch("1.5", Int.self)
        try expectMismatch("2147483648", Int32.self)
        try expectMismatch("9007199254740993", Double.self)
        try expectMismatch("2", Bool.self)
        try expectMismatch("NULL", String.self)
        try expectMismatch("CAST(x'ff' AS TEXT)", String.self)
        try expectMismatch("x'00'", String?.self)
        try expectMismatch("'a'", [UInt8].self)
    }

    @Test("text that is not UTF-8 is read as its bytes")
    func invalidText() throws {
        #expect(try connection.column("SELECT CAST(x'2fff' AS TEXT)") == [Value.blob([0x2f, 0xff])])
    }

    @Test("columns are found by name and position, the first of two equal names wins, others are missing")
    func names() throws {
        let sql = "SELECT 1 AS a, 2 AS b, 3 AS a"
        let found = try connection.first(sql) { row throws(StoreError) in
            [try row["a"], try row["b"], try row[2], row.count] as [Int]
        }
        #expect(found == [1, 2, 3, 3])
        for name in ["A", "", "c"] {
            let error = #expect(throws: StoreError.self) {
                try connection.first(sql) { row throws(StoreError) in try row[name] as Int }
            }
            #expect(error?.code == .columnMissing)
            #expect(error?.sql == sql)
        }
        for index in [-1, 3] {
            #expect(throws: StoreError.self) {
                try connection.first(sql) { row throws(StoreError) in try row[index] as Int }
            }
        }
    }

    @Test("names are right after another connection has changed the table")
    func changedSchema() throws {
        let read = { try connection.first("SELECT * FROM t") { row throws(StoreError) in try row["w"] as Int } }
        try connection.run("INSERT INTO t VALUES (1)")
        #expect(throws: StoreError.self) { try read() }
        try folder.connect().execute("ALTER TABLE t ADD COLUMN w DEFAULT 7")
        #expect(try read() == 7)
    }
}
