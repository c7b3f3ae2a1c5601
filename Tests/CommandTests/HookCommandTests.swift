import Exec
import Glibc
import JSON
import TestSupport
import Testing

@testable import ClaudeCode

struct HookCommandTests {
    private func payload(_ event: String, _ more: String) -> String {
        #"{"hook_event_name":"\#(event)","session_id":"c-1",\#(more)}"#
    }

    @Test func `a worktree is made under Claude's name, given again, and removed`() throws {
        let fixture = try CommandFixture()
        let wanted = payload("WorktreeCreate", #""name":"feature/login","cwd":"\#(fixture.repository)""#)
        let made = try fixture.run("hook", "worktree-create", input: wanted)
        #expect(made.status == 0)
        let path = try #require(made.lines.last)
        #expect(path.hasSuffix("-worktrees/worktree-feature+login"))
        #expect(Files.read(path + "/README") == "hello\n")
        #expect(try fixture.git.git(["symbolic-ref", "--short", "HEAD"], at: path) == "worktree-feature+login")
        #expect(try fixture.run("hook", "worktree-create", input: wanted).lines.last == path)
        let list = try fixture.run("worktree", "list", "--json").json()
        #expect(list.at("worktrees", "0", "state")?.string == "kept")
        #expect(list.at("worktrees", "0", "inUse")?.bool == false)
        #expect(try fixture.run("cleanup", "--json").json()["worktreesRemoved"]?.elements?.isEmpty == true)
        try Files.write(path + "/new", "work\n")
        let unwanted = payload("WorktreeRemove", #""worktree_path":"\#(path)","cwd":"\#(fixture.repository)""#)
        #expect(try fixture.run("hook", "worktree-remove", input: unwanted).status == 0)
        #expect(!Files.exists(path))
        #expect(try fixture.run("rescue", "list", "--json").json()["total"]?.integer(Int.self) == 1)
    }

    @Test func `a branch that is there already is used`() throws {
        let fixture = try CommandFixture()
        try fixture.git.git(["branch", "worktree-old"])
        let made = try fixture.run(
            "hook", "worktree-create", input: payload("WorktreeCreate", #""name":"old","cwd":"\#(fixture.repository)""#)
        )
        #expect(made.status == 0)
        #expect(try fixture.git.git(["symbolic-ref", "--short", "HEAD"], at: made.lines.last) == "worktree-old")
    }

    @Test(arguments: ["repo.git", "project/.bare"])
    func `a bare repository, whose directory Claude names`(_ name: String) throws {
        let fixture = try CommandFixture()
        let bare = fixture.git.directory.appending(name)
        let place = name.hasSuffix(".git") ? bare : fixture.git.directory.appending("project")
        try fixture.git.git(["clone", "--quiet", "--bare", fixture.repository, bare])
        if place != bare { try Files.write(place + "/.git", "gitdir: ./.bare\n") }
        let wanted = payload("WorktreeCreate", #""name":"login","cwd":"\#(place)""#)
        // As Claude Code runs it.
        let script = WorktreeCreateScript(program: fixture.bin + "/parallel-cc").text
        let create = {
            try fixture.shell("cd '\(place)' && printf '%s' '\(wanted)' | /bin/sh -c \(ShellWord.script(script))")
        }
        // Without any checkout git makes it, where Claude Code would have it.
        let byGit = try create()
        #expect(byGit.status == 0, "\(byGit)")
        #expect(byGit.lines.last == bare + "/.claude/worktrees/login", "\(byGit)")
        try fixture.git.git(["worktree", "remove", bare + "/.claude/worktrees/login"], at: place)
        let checkout = fixture.git.directory.appending("trunk")
        try fixture.git.git(["worktree", "add", "--quiet", checkout, "main"], at: place)
        try fixture.git.git(
            ["worktree", "add", "--quiet", "--detach", fixture.git.directory.appending("a")], at: place)
        try fixture.run("config", "set", "worktree.postCreate", "pwd >made && echo $PARALLEL_CC_MAIN_CHECKOUT >from")
        let made = try create()
        let path = checkout + "-worktrees/worktree-login"
        #expect(made.status == 0, "\(made)")
        #expect(made.lines.last == path, "\(made)")
        #expect(Files.read(path + "/README") == "hello\n")
        #expect(Files.read(path + "/made") == path + "\n")
        #expect(Files.read(path + "/from") == checkout + "\n")
        #expect(try create().lines.last == path)
        let unwanted = payload("WorktreeRemove", #""worktree_path":"\#(path)","cwd":"\#(place)""#)
        #expect(try fixture.run("hook", "worktree-remove", input: unwanted, at: place).status == 0)
        #expect(!Files.exists(path))
    }

    @Test(arguments: ["../out", "/abs", "", "a b", "a..b", "a/", "x.lock", "ä"])
    func `what can be no worktree's name fails, so that git's way is taken`(_ name: String) throws {
        let fixture = try CommandFixture()
        let answer = try fixture.run(
            "hook", "worktree-create",
            input: payload("WorktreeCreate", #""name":"\#(name)","cwd":"\#(fixture.repository)""#))
        #expect(answer.status == 1)
        #expect(answer.text.isEmpty)
    }

    @Test(arguments: ["session-start", "session-end", "worktree-remove"])
    func `hooks never fail because of us`(_ verb: String) throws {
        let fixture = try CommandFixture()
        for input in ["", "garbage", "{}", payload("WorktreeRemove", #""worktree_path":"/nowhere""#)] {
            let answer = try fixture.run("hook", verb, input: input)
            #expect(answer.status == 0)
            #expect(answer.text.isEmpty)
        }
    }

    @Test func `a claude that nobody registered is adopted at its start`() throws {
        let fixture = try CommandFixture()
        let claude = try fixture.process()
        fixture.environment["CLAUDE_PID"] = "\(claude.pid)"
        let started = payload("SessionStart", #""source":"startup","cwd":"\#(fixture.repository)""#)
        #expect(try fixture.run("hook", "session-start", input: started).status == 0)
        let status = try fixture.run("status", "--json").json()
        #expect(status.at("sessions", "0", "kind")?.string == "native")
        let ended = payload("SessionEnd", #""reason":"other","cwd":"\#(fixture.repository)""#)
        #expect(try fixture.run("hook", "session-end", input: ended).status == 0)
        let events = try fixture.run("events", "--json").json()["events"]?.elements?.compactMap { $0["event"]?.string }
        #expect(events?.contains("session.ending") == true)
    }

    @Test func `what a branch had that claude -w has begun anew is held at its start, and told once`() throws {
        let fixture = try CommandFixture()
        let place = fixture.repository + "/.claude/worktrees/x"
        let start = payload("SessionStart", #""source":"startup","cwd":"\#(place)""#)
        let tree = try fixture.git.git(["rev-parse", "HEAD^{tree}"])
        let former = try fixture.git.git(["commit-tree", "-p", "HEAD", "-m", "only there", tree])
        try fixture.git.git(["branch", "worktree-x", former])
        try fixture.git.git(["worktree", "add", "--quiet", "-B", "worktree-x", place])
        // Neither the database nor a session is needed for it.
        try Files.write(fixture.data + "/coordinator.db", "damaged")
        let said = try (1...2).map { _ in try fixture.run("hook", "session-start", input: start).text }
        #expect(said[0].contains("git branch NAME refs/parallel-cc/branches/worktree-x/\(former)") && said[1].isEmpty)
        let held = ["for-each-ref", "--format=%(objectname)", "refs/parallel-cc/branches"]
        #expect(try fixture.git.git(held) == former)
        try fixture.git.git(["commit", "--quiet", "--allow-empty", "-m", "new"], at: place)
        try fixture.git.git(["commit", "--quiet", "--amend", "--allow-empty", "-m", "newer"], at: place)
        #expect(try fixture.run("hook", "session-start", input: start).text.isEmpty)
        #expect(try fixture.git.git(held) == former, "what the session itself does is not held")
    }

    @Test func `a branch that loses nothing when it begins anew is not told`() throws {
        let fixture = try CommandFixture()
        let place = fixture.repository + "/.claude/worktrees/x"
        try fixture.git.git(["branch", "worktree-x"])
        try fixture.git.git(["commit", "--quiet", "--allow-empty", "-m", "new"])
        try fixture.git.git(["worktree", "add", "--quiet", "-B", "worktree-x", place])
        let start = payload("SessionStart", #""source":"startup","cwd":"\#(place)""#)
        #expect(try fixture.run("hook", "session-start", input: start).text.isEmpty)
        #expect(try fixture.git.git(["for-each-ref", "refs/parallel-cc/branches"]).isEmpty)
    }

    @Test func `the status line names session, branch and company, and never fails`() throws {
        let fixture = try CommandFixture()
        let session = try fixture.process()
        _ = try fixture.run("register", "--repo", fixture.repository, "--pid", "\(session.pid)", "--name", "alpha")
        let input = #"{"session_id":"c-9","session_name":"beta","workspace":{"current_dir":"\#(fixture.repository)"}}"#
        #expect(try fixture.run("statusline", input: input).text == "beta · main · 1 other session\n")
        _ = try fixture.session()
        #expect(try fixture.run("statusline", input: input).text == "beta · main · 2 other sessions\n")
        _ = try fixture.run(
            "register", "--repo", fixture.repository, "--pid", "\(getpid())", "--name", "gamma", "--here")
        #expect(try fixture.run("statusline", input: input).text == "gamma · main · 2 other sessions\n")
        for (path, owner) in [("a", "alpha"), ("b", "gamma"), ("c", "gamma")] {
            _ = try fixture.run("claims", "take", "--file", path, "--session", owner)
        }
        _ = try fixture.run("claims", "take", "--file", "d", "--mode", "INTENT", "--session", "alpha")
        let claims = try fixture.run("statusline", input: input).text
        #expect(claims == "gamma · main · 2 other sessions · 2 claims · 1 held by others\n")
        for garbage in ["", "garbage", "[]", #"{"cwd":7,"session_id":null}"#, #"{"cwd":"/nowhere"}"#] {
            let answer = try fixture.run("statusline", input: garbage)
            #expect(answer.status == 0)
            #expect(answer.lines.count <= 1)
        }
        // The log alone would heal the database.
        for suffix in ["-wal", "-shm"] { unlink(fixture.data + "/coordinator.db" + suffix) }
        try Files.write(fixture.data + "/coordinator.db", "damaged")
        #expect(try fixture.run("statusline", input: input).text == "beta · main\n")
    }

    @Test func `the status line says which conflicts the radar saw last`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.run("register", "--repo", fixture.repository, "--pid", "\(getpid())", "--name", "alpha")
        let other = try #require(try fixture.session().answer.json()["worktreePath"]?.string)
        let line = #"{"workspace":{"current_dir":"\#(fixture.repository)"}}"#
        #expect(try fixture.run("conflicts", "predict").status == 0)
        #expect(try fixture.run("statusline", input: line).text == "alpha · main · 1 other session\n")
        try Files.write(fixture.repository + "/README", "mine\n")
        try Files.write(other + "/README", "theirs\n")
        #expect(try fixture.run("conflicts", "predict").status == 3)
        let text = try fixture.run("statusline", input: line).text
        #expect(text == "alpha · main · 1 other session · 1 conflict ahead (just now)\n")
    }

    @Test func `a plugin's hook and one of the settings greet a session once`() throws {
        let fixture = try CommandFixture()
        _ = try fixture.session()
        let second = try fixture.session()
        fixture.environment["CLAUDE_PID"] = "\(second.sleeper.pid)"
        let started = payload("SessionStart", #""source":"startup","cwd":"\#(fixture.repository)""#)
        let said = try (1...2).map { _ in try fixture.run("hook", "session-start", input: started).text }
        #expect(said[0].contains("works in its own git worktree") && said[1].isEmpty)
        let cleared = payload("SessionStart", #""source":"clear","cwd":"\#(fixture.repository)""#)
        #expect(try fixture.run("hook", "session-start", input: cleared).text.contains("its own git worktree"))
    }
}
