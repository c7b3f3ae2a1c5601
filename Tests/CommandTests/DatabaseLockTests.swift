import Glibc
import JSON
import TestSupport
import Testing

/// No act of ours lets go of the locks of its own database, by opening the file a second time: then other processes
/// would overwrite its commits, and it theirs.
@Suite(.enabled(if: LockTrace.isPossible, "strace is not installed, or nothing may be traced here"))
struct DatabaseLockTests {
    private let fixture: CommandFixture

    init() throws {
        // The worst place: whatever reads what lies in the checkout comes by.
        fixture = try CommandFixture(dataInside: true)
        fixture.locks = LockTrace(in: fixture.git.directory.path)
    }

    private func expectNothingLost(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(fixture.locks?.losses ?? [] == [], sourceLocation: sourceLocation)
    }

    private func quoted(_ text: String) -> String { #""\#(text)""# }

    @Test func `a program that reads its own database is seen`() throws {
        try fixture.run("status")
        let reader = """
            import sqlite3
            connection = sqlite3.connect("\(fixture.data)/coordinator.db")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            open("\(fixture.data)/coordinator.db", "rb").close()
            open("\(fixture.data)/coordinator.db-shm", "rb").close()
            """
        fixture.environment["PATH"]? += ":/usr/bin:/bin"
        #expect(try fixture.shell("exec python3 -c '\(reader)'").errors == "")
        #expect(fixture.locks?.losses.count == 2)
    }

    @Test func `sessions, their work, and what is saved of it`() throws {
        try Files.write(fixture.repository + "/.worktreeinclude", "*\n")
        _ = try fixture.session()
        let second = try fixture.session()
        let worktree = try #require(try second.answer.json()["worktreePath"]?.string)
        for place in [fixture.repository, worktree] { try Files.write(place + "/README", "\(place)\n") }
        try Files.write(worktree + "/new", "x\n")
        #expect(!Files.exists(worktree + "/.parallel-cc"))
        for words in [
            "status", "status --json", "events", "radar", "conflicts", "merge status", "worktree list", "doctor",
        ] {
            try fixture.run(words.split(separator: " ").map(String.init))
        }
        let rescue = try fixture.run("release", "--pid", "\(second.sleeper.pid)", "--json").json()["rescue"]?.string
        try fixture.run("rescue", "show", try #require(rescue))
        try fixture.run("rescue", "restore", try #require(rescue))
        for words in ["trash list", "trash empty --yes", "cleanup", "doctor --fix", "stash list", "config list"] {
            try fixture.run(words.split(separator: " ").map(String.init))
        }
        expectNothingLost()
    }

    @Test func `branches that are landed, and a conflict with a suggestion`() throws {
        try fixture.git.commit(["a.ts": "import { a } from 'a';\n\nlet x = 1;\n"], message: "base")
        for (branch, name) in [("topic", "b"), ("other", "c")] {
            try fixture.git.git(["switch", "--quiet", "-c", branch, "main"])
            try fixture.git.commit(
                ["a.ts": "import { a } from 'a';\nimport { \(name) } from '\(name)';\n\nlet x = 1;\n"], message: branch)
        }
        try fixture.git.git(["switch", "--quiet", "main"])
        try fixture.run("merge", "queue", "add", "topic")
        #expect(try fixture.run("merge", "queue", "run", "--once", "--json").json()["landed"]?.elements?.count == 1)
        #expect(throws: FixtureError.self) { try fixture.git.git(["merge", "other"]) }
        try fixture.run("conflicts", "detect")
        let made = try fixture.run("suggestions", "--json").json()
        let id = try #require(made.at("suggestions", "0", "id")?.string)
        #expect(try fixture.run("suggestions", "apply", id, "--json").json()["applied"]?.bool == true)
        expectNothingLost()
    }

    @Test func `the hook, and every tool of the MCP server`() throws {
        let sleeper = try fixture.session().sleeper
        fixture.environment["CLAUDE_PID"] = "\(sleeper.pid)"
        let file = quoted(fixture.repository + "/README")
        for event in ["PreToolUse", "PostToolUse"] {
            _ = try fixture.hook(
                """
                {"hook_event_name":"\(event)","session_id":"c","cwd":\(quoted(fixture.repository)),"tool_name":"Write",\
                "tool_use_id":"t-\(event)","tool_input":{"file_path":\(file)}}
                """)
        }
        let listed = try fixture.run("mcp", "serve", input: #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"# + "\n")
        let tools = try listed.json().at("result", "tools")?.elements?.compactMap { $0["name"]?.string } ?? []
        #expect(tools.count > 10)
        let calls = tools.enumerated().map { number, tool in
            #"{"jsonrpc":"2.0","id":\#(number),"method":"tools/call","params":{"name":"\#(tool)","arguments":{}}}"#
                + "\n"
        }
        #expect(try fixture.run("mcp", "serve", input: calls.joined()).lines.count == tools.count)
        expectNothingLost()
    }

    @Test func `an old database that is backed up and migrated, and a damaged one`() throws {
        try MigrationCommandTests.legacy(fixture)
        #expect(try fixture.run("update", "--json").json()["backup"]?.string != nil)
        expectNothingLost()
        for suffix in ["", "-wal", "-shm"] { unlink(fixture.data + "/coordinator.db" + suffix) }
        try Files.write(fixture.data + "/coordinator.db", String(repeating: "no database", count: 1_000))
        #expect(try fixture.run("doctor", "--fix").status == 0)
        expectNothingLost()
    }

    @Test func `the end of all`() throws {
        try fixture.run("release", "--pid", "\(fixture.session().sleeper.pid)")
        fixture.environment["PARALLEL_CC_INSTALL_DIR"] = fixture.bin
        fixture.environment["PATH"]? += ":/usr/bin:/bin"
        let gone = try fixture.shell("\(Programs.package)/scripts/uninstall.sh --yes --purge-data")
        #expect(gone.status == 0, "\(gone.errors)")
        #expect(!Files.exists(fixture.data), "\(gone.errors)")
        expectNothingLost()
    }
}
