import CSQLite
import CoordinatorFixtures
import Glibc
import HookCore
import Store
import TestSupport
import Testing

@testable import Coordinator

/// Databases of the TypeScript parallel-cc come forward without losing a row.
@Suite struct MigrationTests {
    private let fixture: CoordinatorFixture
    private var path: String { fixture.dataDirectory + "/coordinator.db" }

    init() throws { fixture = try CoordinatorFixture() }

    private func makeLegacy(_ schema: LegacySchema) throws {
        let connection = try Connection(path: path, mode: .readWriteCreate)
        try connection.execute(schema.sql)
        connection.close()
    }

    /// Every row of a table as text, columns by name.
    private func dump(_ table: String, in file: String) throws -> [String] {
        let connection = try Connection(path: file, mode: .readWrite)
        defer { connection.close() }
        let columns: [String] = try connection.column("SELECT name FROM pragma_table_info('\(table)') ORDER BY name")
        let row = columns.map { "'\($0)=' || quote(\"\($0)\")" }.joined(separator: " || ' ' || ")
        return try connection.column("SELECT \(row) FROM \"\(table)\" ORDER BY 1")
    }

    @Test("no row is lost, foreign keys hold, the backup holds the old content", arguments: LegacySchema.allCases)
    func everyVersion(schema: LegacySchema) throws {
        try makeLegacy(schema)
        var before: [String: [String]] = [:]
        for (table, count) in schema.rows {
            before[table] = try dump(table, in: path)
            #expect(before[table]?.count == count)
        }
        let coordinator = try fixture.command()
        let update = coordinator.schemaUpdate
        #expect(update.from == (schema == .none ? nil : schema.rawValue))
        for (table, rows) in before {
            let now = try dump(table == "sessions" ? "legacy_sessions" : table, in: path)
            #expect(now == rows, "\(table)")
        }
        let backup = try #require(update.backup)
        for (table, rows) in before {
            let saved = try dump(table, in: backup)
            #expect(saved == rows, "\(table) in the backup")
        }
        let connection = try Connection(path: path, mode: .readWrite)
        let broken: [String] = try connection.column("PRAGMA foreign_key_check")
        #expect(broken.isEmpty)
        #expect(try connection.integrityCheck().isEmpty)
        // A second opening changes nothing more.
        #expect(try fixture.command().schemaUpdate.migrations.isEmpty)
    }

    @Test("rows whose parents the older program had lost migrate like all others")
    func orphans() throws {
        try makeLegacy(.v110)
        let old = try Connection(path: path, mode: .readWrite)
        try old.execute("PRAGMA foreign_keys=OFF; DELETE FROM sessions")
        let orphans = try old.column("PRAGMA foreign_key_check") as [String]
        old.close()
        #expect(!orphans.isEmpty)
        #expect(try fixture.command().schemaUpdate.from == LegacySchema.v110.rawValue)
        let connection = try Connection(path: path, mode: .readWrite)
        #expect(try connection.column("PRAGMA foreign_key_check") as [String] == orphans)
    }

    @Test("old sessions are ended, their worktrees the user's to keep", arguments: LegacySchema.allCases)
    func oldSessions(schema: LegacySchema) throws {
        try makeLegacy(schema)
        let coordinator = try fixture.command()
        let session = try #require(try coordinator.session(.id("s1")))
        #expect(session.state == .ended)
        #expect(session.createdAt == "2025-01-02T03:04:05.000Z")
        #expect(session.host == nil)
        #expect(try coordinator.session(.id("s3"))?.createdAt == "yesterday")
        let worktrees = try coordinator.worktrees()
        #expect(Set(worktrees.map(\.path)) == ["/repo-worktrees/parallel-x", "/other-worktrees/ü"])
        #expect(worktrees.allSatisfy { $0.state == .kept })
        #expect(try coordinator.status(repository: nil, withWork: false).sessions.isEmpty)
        #expect(try coordinator.cleanup() == CleanupResult())
        #expect(try fixture.start(1).isMainCheckout)
        #expect(try !fixture.start(2).isMainCheckout)
        #expect(try coordinator.legacySandboxes().count == ([.v100, .v110].contains(schema) ? 1 : 0))
    }

    @Test("a worktree that the older program made can be removed by name, saved like any other")
    func oldWorktree() throws {
        let mine = try fixture.gitFixture.addWorktree("parallel-old")
        let connection = try Connection(path: path, mode: .readWriteCreate)
        try connection.execute(LegacySchema.none.sql)
        try connection.run(
            "UPDATE sessions SET repo_path = ?, worktree_path = ?, created_at = datetime('now') WHERE id = 's3'",
            arguments: [fixture.root, mine])
        connection.close()
        try Files.write(mine + "/new", "work\n")
        let outcome = try fixture.command().removeWorktree(mine)
        #expect(outcome.removed)
        #expect(!outcome.branchDeleted)
        #expect(outcome.rescue != nil)
        #expect(try fixture.branches == ["main", "parallel-old"])
    }

    @Test("the Nth statement fails: the database is as before that migration", arguments: LegacySchema.allCases)
    func faults(schema: LegacySchema) throws {
        try makeLegacy(schema)
        let before = try dump("sessions", in: path)
        var position = 1
        while true {
            let connection = try Connection(path: path, mode: .readWrite)
            var count = 0
            connection.faultInjector = { _ in
                count += 1
                return count == position ? StoreError(.sqlite(SQLITE_FULL), message: "injected") : nil
            }
            let result = Result { try Schema.migrator().migrate(connection) }
            connection.faultInjector = nil
            let version = try connection.value("PRAGMA user_version") as Int?
            connection.close()
            if case .success = result { break }
            // Each migration is a transaction of its own.
            let table = version == 0 ? "sessions" : "legacy_sessions"
            #expect(try dump(table, in: path) == before, "statement \(position)")
            position += 1
        }
        #expect(position > 5)
        #expect(try dump("legacy_sessions", in: path) == before)
        #expect(try fixture.start(1).isMainCheckout)
    }
}
