import JSON
import Store
import TestSupport
import Testing

struct MigrationCommandTests {
    /// A database as the TypeScript parallel-cc 1.1.0 left it, as far as these commands look at it.
    static func legacy(_ fixture: CommandFixture) throws {
        Files.makeDirectories(fixture.data)
        let connection = try Connection(path: fixture.data + "/coordinator.db", mode: .readWriteCreate)
        defer { connection.close() }
        try connection.execute(
            """
            CREATE TABLE sessions (id TEXT PRIMARY KEY, pid INTEGER NOT NULL, repo_path TEXT NOT NULL,
                worktree_path TEXT NOT NULL, worktree_name TEXT, is_main_repo INTEGER NOT NULL DEFAULT 0,
                created_at TEXT NOT NULL, last_heartbeat TEXT NOT NULL, execution_mode TEXT DEFAULT 'local',
                sandbox_id TEXT, status TEXT);
            CREATE TABLE schema_metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT);
            INSERT INTO schema_metadata VALUES ('version', '1.1.0', '2026-01-01 00:00:00');
            INSERT INTO sessions VALUES ('s1', 11, '/r', '/r', NULL, 1, '2026-01-01 00:00:00', '2026-01-01 00:05:00',
                'local', NULL, NULL);
            INSERT INTO sessions VALUES ('s2', 12, '/r', '/r-worktrees/e2b', 'e2b', 0, '2026-01-02 00:00:00',
                '2026-01-02 00:30:00', 'e2b', 'sb-1', 'COMPLETED');
            """)
    }

    @Test func `update says from where to where, with a backup`() throws {
        let fixture = try CommandFixture()
        try Self.legacy(fixture)
        let document = try fixture.run("update", "--json").json()
        #expect(document.keys == ["backup", "from", "migrations", "success", "to"])
        #expect(document["from"]?.string == "1.1.0")
        #expect(document["to"]?.string == "2.2.0")
        #expect(document["migrations"]?.elements == ["2.2.0"])
        #expect(Files.exists(try #require(document["backup"]?.string)))
        let again = try fixture.run("update", "--json").json()
        #expect(again["from"]?.string == "2.2.0")
        #expect(again["migrations"]?.elements?.isEmpty == true)
        #expect(try fixture.run("update").text.contains("✓ Already at latest version"))
    }

    @Test func `migrate reaches the present version, which contains all older ones`() throws {
        let fixture = try CommandFixture()
        try Self.legacy(fixture)
        let older = try fixture.run("migrate", "--version", "1.0.0", "--json")
        #expect(older.status == 0)
        #expect(try older.json()["message"]?.string?.contains("already contained") == true)
        #expect(try older.json()["version"]?.string == "2.2.0")
        let document = try fixture.run("migrate", "--version", "2.2.0", "--json").json()
        #expect(document.keys == ["message", "success", "version"])
        #expect(document["version"]?.string == "2.2.0")
    }

    @Test func `sandbox sessions of older programs are still shown`() throws {
        let fixture = try CommandFixture()
        try Self.legacy(fixture)
        let document = try fixture.run("status", "--sandbox-only", "--json").json()
        #expect(document["totalSessions"]?.integer(Int.self) == 1)
        let session = try #require(document.at("sessions", "0"))
        #expect(
            session.keys == [
                "createdAt", "durationMinutes", "isAlive", "isMainRepo", "lastHeartbeat", "pid", "sandboxId",
                "sessionId",
                "status", "worktreeName", "worktreePath",
            ])
        #expect(session["sandboxId"]?.string == "sb-1")
        #expect(session["durationMinutes"]?.integer(Int.self) == 30)
        #expect(session["createdAt"]?.string == "2026-01-02T00:00:00.000Z")
        let elsewhere = try fixture.run("status", "--sandbox-only", "--repo", "/x", "--json").json()
        #expect(elsewhere["totalSessions"]?.integer(Int.self) == 0)
        #expect(try fixture.run("status", "--sandbox-only").text.contains("Sandbox: sb-1"))
    }
}
