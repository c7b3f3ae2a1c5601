import ClaudeCode
import Glibc
import JSON
import TestSupport
import Testing

/// The hook that refuses a write to what somebody else has claimed.
struct GuardTests {
    private let fixture: CommandFixture
    private let first: String
    private let holder: Sleeper
    private let secondPid: Int32
    private let worktree: String

    init() throws {
        fixture = try CommandFixture()
        let main = try fixture.session()
        first = try #require(try main.answer.json()["sessionId"]?.string)
        holder = main.sleeper
        let other = try fixture.session()
        secondPid = other.sleeper.pid
        worktree = try #require(try other.answer.json()["worktreePath"]?.string)
    }

    private func take(_ words: String...) throws -> String {
        let answer = try fixture.run(["claims", "take", "--session", first, "--json"] + words, at: fixture.repository)
            .json()
        return try #require(answer["claimId"]?.string, "\(answer)")
    }

    /// What the hook says before a tool writes to a path, in a session.
    private func ask(
        _ pid: Int32, _ path: String, key: String = "file_path", call: UInt64 = .random(in: 1 ... .max)
    ) throws -> Answer {
        let payload = """
            {"hook_event_name":"PreToolUse","session_id":"c","cwd":"\(fixture.repository)","tool_name":"Write",\
            "tool_use_id":"t\(call)","tool_input":{"\(key)":"\(path)","content":"x"}}
            """
        fixture.environment["CLAUDE_PID"] = "\(pid)"
        return try fixture.hook(payload)
    }

    private func reason(_ answer: Answer) throws -> String? {
        let said = try said(answer)
        #expect((said?["permissionDecision"]?.string == "deny") == (said?["permissionDecisionReason"] != nil))
        return said?["permissionDecisionReason"]?.string
    }

    private func context(_ answer: Answer) throws -> String? { try said(answer)?["additionalContext"]?.string }

    private func said(_ answer: Answer) throws -> JSONValue? {
        #expect(answer.status == 0)
        if answer.text.isEmpty { return nil }
        let output = try answer.json()["hookSpecificOutput"]
        #expect(output?["hookEventName"]?.string == "PreToolUse")
        #expect(output?.keys.count == (output?["permissionDecision"] == nil ? 2 : 3))
        return output
    }

    @Test func `a write into another's tree is told, once, also where the file was announced before`() throws {
        #expect(try context(ask(secondPid, worktree + "/x")) == nil)
        #expect(
            try context(ask(secondPid, fixture.repository + "/x"))?.contains("the tree of session \(first)") == true)
        #expect(try context(ask(secondPid, fixture.repository + "/x")) == nil)
        #expect(try context(ask(secondPid, worktree + "/x")) == nil)
    }

    @Test func `what a branch had that EnterWorktree begins anew is held, and Claude is told`() throws {
        try fixture.git.git(["branch", "worktree-a+b"])
        fixture.environment["CLAUDE_PID"] = "\(secondPid)"
        let payload = """
            {"hook_event_name":"PreToolUse","session_id":"c","cwd":"\(fixture.repository)","tool_name":"EnterWorktree",\
            "tool_use_id":"enter-1","tool_input":{"name":"a/b"}}
            """
        #expect(try context(fixture.hook(payload))?.contains("refs/parallel-cc/branches/worktree-a+b/") == true)
        #expect(try fixture.git.git(["for-each-ref", "refs/parallel-cc/branches"]).isEmpty == false)
    }

    @Test func `another session is told who has it, in every worktree; the holder writes`() throws {
        let claim = try take("--file", "src/a \"b\"", "--reason", "line one\nline two")
        for root in [worktree, fixture.repository] {
            let said = try #require(try reason(ask(secondPid, root + #"/src/a \"b\""#)))
            #expect(said.contains(first))
            #expect(said.contains("line one\nline two"))
            #expect(said.contains("release \(claim) --force"))
        }
        #expect(try reason(ask(secondPid, worktree + #"/src/a \"b\""#, key: "notebook_path")) != nil)
        #expect(try reason(ask(holder.pid, fixture.repository + #"/src/a \"b\""#)) == nil)
        for path in [worktree + "/src/a", worktree + "/src", "/etc/passwd", "relative", ""] {
            #expect(try reason(ask(secondPid, path)) == nil, "\(path)")
        }
    }

    @Test func `directories and patterns are claimed as a whole; shared and intended ones stop nobody`() throws {
        _ = try take("--file", "lib/")
        _ = try take("--glob", "**/*.lock")
        _ = try take("--file", "shared", "--mode", "SHARED")
        _ = try take("--file", "intended", "--mode", "INTENT")
        for (path, isClaimed) in [
            ("lib/x", true), ("lib/deep/x", true), ("libx", false), ("a/b.lock", true), ("b.locks", false),
            ("shared", false), ("intended", false),
        ] {
            #expect((try reason(ask(secondPid, worktree + "/" + path)) != nil) == isClaimed, "\(path)")
        }
    }

    @Test func `a link is what it leads to`() throws {
        _ = try take("--file", "real")
        try Files.write(worktree + "/real", "x")
        symlink("real", worktree + "/link")
        symlink(fixture.repository + "/real", worktree + "/elsewhere")
        for path in ["/link", "/elsewhere"] { #expect(try reason(ask(secondPid, worktree + path)) != nil, "\(path)") }
    }

    @Test func `what was given back, is past its time, or is a dead session's stops nobody`() throws {
        let claim = try take("--file", "a")
        #expect(try reason(ask(secondPid, worktree + "/a")) != nil)
        try fixture.run("claims", "release", claim, "--force")
        #expect(try reason(ask(secondPid, worktree + "/a")) == nil)
        // Not a millisecond.
        _ = try take("--file", "b", "--ttl", "0.0000001")
        #expect(try reason(ask(secondPid, worktree + "/b")) == nil)
        _ = try take("--file", "c")
        holder.end()
        #expect(try reason(ask(secondPid, worktree + "/c")) == nil)
    }

    @Test func `the first write announces a file; whoever comes second is told once`() throws {
        #expect(try said(ask(holder.pid, fixture.repository + "/a")) == nil)
        let intents = try fixture.run("claims", "--json").json()
        #expect(intents.at("claims", "0", "claim_mode")?.string == "INTENT")
        #expect(intents.at("claims", "0", "file_path")?.string == "a")
        let told = try #require(try context(ask(secondPid, worktree + "/a")))
        #expect(told.contains(first))
        #expect(told.contains("expect a conflict"))
        #expect(try said(ask(secondPid, worktree + "/a")) == nil)
        #expect(try said(ask(secondPid, worktree + "/b")) == nil)
        #expect(try fixture.run("claims", "--json").json()["total"]?.integer(Int.self) == 3)
        // An announcement stops nobody from having the file alone.
        _ = try take("--file", "b")
        #expect(try reason(ask(secondPid, worktree + "/b")) != nil)
    }

    @Test func `a write into another session's tree is told of, or refused where that is set`() throws {
        let told = try #require(try context(ask(secondPid, fixture.repository + "/x")))
        #expect(told.contains("the tree of session \(first)"))
        #expect(try context(ask(holder.pid, fixture.repository + "/x"))?.contains("announced") == true)
        #expect(try said(ask(holder.pid, fixture.repository + "/own")) == nil)
        try fixture.run("config", "set", "guard.mode", "block")
        #expect(try reason(ask(secondPid, fixture.repository + "/y"))?.contains("the tree of session \(first)") == true)
        #expect(try said(ask(secondPid, worktree + "/y")) == nil)
        // Also by one that nobody has registered.
        #expect(
            try reason(ask(fixture.process().pid, fixture.repository + "/y"))?.contains("the tree of session") == true)
        // The repository's file can raise the mode, not lower it.
        let file = fixture.repository + "/.parallel-cc.json"
        try Files.write(file, #"{"guard": {"mode": "off"}}"#)
        _ = try take("--file", "z")
        #expect(try reason(ask(secondPid, fixture.repository + "/z")) != nil)
        try fixture.run("config", "set", "guard.mode", "off")
        #expect(try said(ask(secondPid, fixture.repository + "/z")) == nil)
        try Files.write(file, #"{"guard": {"mode": "block"}}"#)
        #expect(try reason(ask(secondPid, fixture.repository + "/w")) != nil)
        unlink(file)
        fixture.environment["PARALLEL_CC_GUARD_MODE"] = "warn"
        #expect(try reason(ask(secondPid, fixture.repository + "/z")) != nil)
    }

    @Test func `without a database, with a damaged one or a locked one the tool call goes on`() throws {
        _ = try take("--file", "a")
        let database = fixture.data + "/coordinator.db"
        try fixture.run("claims")
        for suffix in ["-wal", "-shm"] { unlink(database + suffix) }
        try Files.write(database, "this is no database")
        #expect(try reason(ask(secondPid, worktree + "/a")) == nil)
        unlink(database)
        #expect(try reason(ask(secondPid, worktree + "/a")) == nil)
        #expect(!Files.exists(database))
    }

    @Test func `a second hook for the same call, from a plugin or from settings, says nothing more`() throws {
        _ = try take("--file", "src/a")
        let path = worktree + "/src/a"
        #expect(try reason(ask(secondPid, path, call: 1)) != nil)
        #expect(try ask(secondPid, path, call: 1).text == "")
        #expect(try reason(ask(secondPid, path, call: 2)) != nil)
    }
}
