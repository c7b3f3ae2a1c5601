import Dispatch
import Glibc
import Store
import Synchronization
import TestSupport
import Testing

@Suite("Migrator")
struct MigratorTests {
    let folder: TemporaryDirectory

    init() throws { folder = TemporaryDirectory("store tests") }

    static let first = Migration(version: 1, name: "people", sql: "CREATE TABLE person (id INTEGER PRIMARY KEY, name)")
    static let second = Migration(version: 2, name: "pets") { connection throws(StoreError) in
        try connection.execute("CREATE TABLE pet (owner NOT NULL REFERENCES person(id), name)")
        let people = try connection.query("SELECT id FROM person") { row throws(StoreError) -> Int in try row["id"] }
        for person in people {
            try connection.run("INSERT INTO pet VALUES (?, ?)", arguments: [person, "cat of \(person)"])
        }
    }
    /// Rebuilds the table that `pet` refers to.
    static let third = Migration(
        version: 5, name: "strict people", disablesForeignKeys: true,
        sql: """
            CREATE TABLE next (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
            INSERT INTO next SELECT id, name FROM person;
            DROP TABLE person;
            ALTER TABLE next RENAME TO person;
            """)

    private func version(_ connection: Connection) throws -> Int { try connection.column("PRAGMA user_version")[0] }

    /// A database of version 1 with two people.
    private func old() throws -> Connection {
        let connection = try folder.connect()
        _ = try Migrator([Self.first]).migrate(connection)
        try connection.run("INSERT INTO person VALUES (1, 'Ada'), (2, 'Bo')")
        return connection
    }

    @Test("a fresh database gets everything, without a backup; the second time there is nothing to do")
    func fresh() throws {
        let connection = try folder.connect()
        let migrator = try Migrator([Self.first, Self.second, Self.third])
        #expect(
            try migrator.migrate(connection)
                == MigrationReport(from: 0, to: 5, applied: ["people", "pets", "strict people"], backup: nil))
        #expect(try migrator.migrate(connection) == MigrationReport(from: 5, to: 5, applied: [], backup: nil))
        #expect(try folder.names == ["a.db", "a.db-shm", "a.db-wal"])
    }

    @Test("an older database is backed up once, keeps its rows and enforces foreign keys again")
    func older() throws {
        let connection = try old()
        let report = try Migrator([Self.first, Self.second, Self.third]).migrate(connection)
        #expect(report.applied == ["pets", "strict people"])
        #expect(report.backup == folder.appending("a.db.backup-v1-1"))
        #expect(folder.mode("a.db.backup-v1-1") == 0o600)
        #expect(try connection.count("pet JOIN person ON owner = id") == 2)
        #expect(throws: StoreError.self) { try connection.run("INSERT INTO pet VALUES (9, 'stray')") }
        let backup = try Connection(path: folder.appending("a.db.backup-v1-1"), mode: .readOnly)
        #expect(try version(backup) == 1)
        #expect(try backup.column("SELECT name FROM person ORDER BY id") == ["Ada", "Bo"])
        #expect(try backup.integrityCheck() == [])
    }

    @Test("a database without a version that holds tables is backed up, under the next free number")
    func foreignDatabase() throws {
        let connection = try folder.connect()
        try connection.execute("CREATE TABLE sessions (id); INSERT INTO sessions VALUES ('kept')")
        for number in 1...2 {
            try folder.connect("a.db.backup-v0-\(number)").execute("CREATE TABLE earlier (v)")
        }
        let report = try Migrator([Self.first]).migrate(connection)
        #expect(report.backup == folder.appending("a.db.backup-v0-3"))
        #expect(try Connection(path: folder.appending("a.db.backup-v0-3"), mode: .readOnly).count("sessions") == 1)
        #expect(try Connection(path: folder.appending("a.db.backup-v0-1"), mode: .readOnly).count("earlier") == 0)
    }

    @Test("a database that is ahead of the program is left alone")
    func tooNew() throws {
        let connection = try old()
        try connection.execute("PRAGMA user_version=9")
        let error = #expect(throws: StoreError.self) { try Migrator([Self.first, Self.second]).migrate(connection) }
        #expect(error?.code == .tooNew(found: 9, known: 2))
        #expect(error?.isTooNew == true)
        #expect(try version(connection) == 9)
        #expect(try connection.count("sqlite_schema WHERE name = 'pet'") == 0)
    }

    @Test(
        "versions that are not positive and increasing are refused",
        arguments: [[0], [1, 1], [2, 1], [-1], [1, 1 << 40]])
    func disorder(_ versions: [Int]) {
        let error = #expect(throws: StoreError.self) {
            try Migrator(versions.map { Migration(version: $0, name: "m", sql: "SELECT 1") })
        }
        #expect(error?.code == .misuse)
    }

    @Test("a migration that breaks a foreign key is undone, and they are enforced again")
    func brokenForeignKey() throws {
        let connection = try old()
        _ = try Migrator([Self.first, Self.second]).migrate(connection)
        let careless = Migration(version: 3, name: "careless", disablesForeignKeys: true, sql: "DELETE FROM person")
        let error = #expect(throws: StoreError.self) {
            try Migrator([Self.first, Self.second, careless]).migrate(connection)
        }
        #expect(error?.extendedCode == 787)
        #expect(try version(connection) == 2)
        #expect(try connection.count("person") == 2)
        #expect(try connection.column("PRAGMA foreign_keys") == [1])
    }

    @Test("when the backup cannot be made nothing is migrated")
    func noBackup() throws {
        let connection = try old()
        try connection.execute("CREATE INDEX i ON person (name)")
        let pages: Int = try connection.column("PRAGMA page_count")[0]
        connection.close()
        try folder.removeLog()
        let descriptor = open(folder.appending("a.db"), O_WRONLY)
        #expect(
            pwrite(descriptor, Array(repeating: UInt8(0xa5), count: 4_096), 4_096, off_t((pages - 1) * 4_096)) == 4_096)
        close(descriptor)
        let damaged = try folder.connect()
        let error = #expect(throws: StoreError.self) { try Migrator([Self.first, Self.second]).migrate(damaged) }
        #expect(error?.isCorrupt == true)
        #expect(try version(damaged) == 1)
        #expect(try folder.names == ["a.db", "a.db-shm", "a.db-wal"])
    }

    // A: reads version 1 · · · · · · · · · · · · BEGIN IMMEDIATE, reads version 5, nothing to do
    // B:                  migrates 1 → 2 → 5
    @Test("who comes second finds the work done")
    func overtaken() throws {
        let migrator = try Migrator([Self.first, Self.second, Self.third])
        let late = try old()
        let quick = try folder.connect()
        var isOvertaken = false
        late.faultInjector = { sql in
            guard sql == "BEGIN IMMEDIATE", !isOvertaken else { return nil }
            isOvertaken = true
            #expect(throws: Never.self) { _ = try migrator.migrate(quick) }
            return nil
        }
        #expect(try migrator.migrate(late) == MigrationReport(from: 1, to: 5, applied: [], backup: nil))
        #expect(isOvertaken)
        #expect(try late.count("pet") == 2)
        #expect(try folder.names.filter { $0.contains("backup") } == ["a.db.backup-v1-1"])
    }

    @Test("many open and migrate a new file at once: every step runs once, nobody fails")
    func crowd() throws {
        let path = folder.appending("crowd.db")
        let applied = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 16) { _ in
            #expect(throws: Never.self) {
                let connection = try Connection(path: path, mode: .readWriteCreate, busyTimeout: 60_000)
                let report = try Migrator([Self.first, Self.second, Self.third]).migrate(connection)
                applied.withLock { $0 += report.applied }
            }
        }
        #expect(applied.withLock { $0.sorted() } == ["people", "pets", "strict people"])
    }
}
