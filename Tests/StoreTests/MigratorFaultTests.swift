import Glibc
import Store
import TestSupport
import Testing

@Suite("Migrator under faults")
struct MigratorFaultTests {
    private static func migrator() throws -> Migrator {
        try Migrator([MigratorTests.first, MigratorTests.second, MigratorTests.third])
    }

    private func prepare(_ folder: TemporaryDirectory) throws {
        let connection = try folder.connect()
        _ = try Migrator([MigratorTests.first]).migrate(connection)
        try connection.run("INSERT INTO person VALUES (1, 'Ada'), (2, 'Bo')")
    }

    /// The database is exactly one of the versions, sound, and has every row.
    private func expectWhole(_ folder: TemporaryDirectory) throws -> Int {
        let connection = try folder.connect()
        #expect(try connection.integrityCheck() == [])
        let version: Int = try connection.column("PRAGMA user_version")[0]
        let tables = try connection.column("SELECT name FROM sqlite_schema ORDER BY name") as [String]
        #expect(tables == (version == 1 ? ["person"] : ["person", "pet"]))
        #expect(try connection.column("SELECT name FROM person ORDER BY id") == ["Ada", "Bo"])
        let strict = try connection.count("pragma_table_list WHERE name = 'person' AND strict")
        #expect(strict == (version == 5 ? 1 : 0))
        if version > 1 { #expect(try connection.count("pet") == 2) }
        return version
    }

    @Test("fail each statement in turn: the database is of one version, and migrating again completes it")
    func failEachStatement() throws {
        for failing in 1... {
            let folder = TemporaryDirectory("store tests")
            try prepare(folder)
            let connection = try folder.connect()
            var asked = 0
            connection.faultInjector = { _ in
                asked += 1
                return asked == failing ? StoreError(.sqlite(13), message: "database or disk is full") : nil
            }
            let result = Result { try Self.migrator().migrate(connection) }
            connection.faultInjector = nil
            if case .success = result {
                #expect(failing > 10)
                #expect(try expectWhole(folder) == 5)
                return
            }
            #expect(try expectWhole(folder) < 5)
            #expect(try connection.column("PRAGMA foreign_keys") == [1])
            _ = try Self.migrator().migrate(connection)
            #expect(try expectWhole(folder) == 5)
        }
    }

    @Test("kill -9 before each statement: the same holds")
    func killAtEachStatement() async throws {
        for failing in 1... {
            let folder = TemporaryDirectory("store tests")
            try prepare(folder)
            let path = folder.appending("a.db")
            let survived = folder.appending("survived")
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, survived = survived as String, failing = failing as Int] in
                let connection = try Connection(path: path, mode: .readWrite, busyTimeout: 0)
                var asked = 0
                connection.faultInjector = { _ in
                    asked += 1
                    if asked == failing { kill(getpid(), SIGKILL) }
                    return nil
                }
                _ = try Self.migrator().migrate(connection)
                Glibc.close(open(survived, O_CREAT | O_WRONLY, 0o600))
                kill(getpid(), SIGKILL)
            }
            let version = try expectWhole(folder)
            if access(survived, F_OK) == 0 {
                #expect(version == 5)
                #expect(failing > 10)
                return
            }
            let connection = try folder.connect()
            _ = try Self.migrator().migrate(connection)
            #expect(try expectWhole(folder) == 5)
        }
    }
}
