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
        let desk = try Desk()
        let wanted = payload("WorktreeCreate", #""name":"feature/login","cwd":"\#(desk.repository)""#)
        let made = try desk.run("hook", "worktree-create", input: wanted)
        #expect(made.status == 0)
        let path = try #require(made.lines.last)
        #expect(path.hasSuffix("-worktrees/worktree-feature+login"))
        #expect(Files.read(path + "/README") == "hello\n")
        #expect(try desk.git.git(["symbolic-ref", "--short", "HEAD"], at: path) == "worktree-feature+login")
        #expect(try desk.run("hook", "worktree-create", input: wanted).lines.last == path)
        let list = try desk.run("worktree", "list", "--json").json()
        #expect(list.at("worktrees", "0", "state")?.string == "kept")
        #expect(list.at("worktrees", "0", "inUse")?.bool == false)
        #expect(try desk.run("cleanup", "--json").json()["worktreesRemoved"]?.elements?.isEmpty == true)
        try Files.write(path + "/new", "work\n")
        let unwanted = payload("WorktreeRemove", #""worktree_path":"\#(path)","cwd":"\#(desk.repository)""#)
        #expect(try desk.run("hook", "worktree-remove", input: unwanted).status == 0)
        #expect(!Files.exists(path))
        #expect(try desk.run("rescue", "list", "--json").json()["total"]?.integer(Int.self) == 1)
    }

    @Test func `a branch that is there already is used`() throws {
        let desk = try Desk()
        try desk.git.git(["branch", "worktree-old"])
        let made = try desk.run(
            "hook", "worktree-create", input: payload("WorktreeCreate", #""name":"old","cwd":"\#(desk.repository)""#))
        #expect(made.status == 0)
        #expect(try desk.git.git(["symbolic-ref", "--short", "HEAD"], at: made.lines.last) == "worktree-old")
    }

    @Test(arguments: ["repo.git", "project/.bare"])
    func `a bare repository, whose directory Claude names`(_ name: String) throws {
        let desk = try Desk()
        let bare = desk.git.directory.appending(name)
        let place = name.hasSuffix(".git") ? bare : desk.git.directory.appending("project")
        try desk.git.git(["clone", "--quiet", "--bare", desk.repository, bare])
        if place != bare { try Files.write(place + "/.git", "gitdir: ./.bare\n") }
        let wanted = payload("WorktreeCreate", #""name":"login","cwd":"\#(place)""#)
        // As Claude Code runs it.
        let script = WorktreeCreateScript(program: desk.bin + "/parallel-cc").text
        let create = {
            try desk.shell("cd '\(place)' && printf '%s' '\(wanted)' | /bin/sh -c \(ShellWord.quote(script))")
        }
        // Without any checkout git makes it, where Claude Code would have it.
        let byGit = try create()
        #expect(byGit.status == 0 && byGit.lines.last == bare + "/.claude/worktrees/login", "\(byGit)")
        try desk.git.git(["worktree", "remove", bare + "/.claude/worktrees/login"], at: place)
        let checkout = desk.git.directory.appending("trunk")
        try desk.git.git(["worktree", "add", "--quiet", checkout, "main"], at: place)
        try desk.git.git(["worktree", "add", "--quiet", "--detach", desk.git.directory.appending("a")], at: place)
        try desk.run("config", "set", "worktree.postCreate", "pwd >made && echo $PARALLEL_CC_MAIN_CHECKOUT >from")
        let made = try create()
        let path = checkout + "-worktrees/worktree-login"
        #expect(made.status == 0 && made.lines.last == path, "\(made)")
        #expect(Files.read(path + "/README") == "hello\n" && Files.read(path + "/made") == path + "\n")
        #expect(Files.read(path + "/from") == checkout + "\n")
        #expect(try create().lines.last == path)
        let unwanted = payload("WorktreeRemove", #""worktree_path":"\#(path)","cwd":"\#(place)""#)
        #expect(try desk.run("hook", "worktree-remove", input: unwanted, at: place).status == 0)
        #expect(!Files.exists(path))
    }

    @Test(arguments: ["../out", "/abs", "", "a b", "a..b", "a/", "x.lock", "ä"])
    func `what can be no worktree's name fails, so that git's way is taken`(_ name: String) throws {
        let desk = try Desk()
        let answer = try desk.run(
            "hook", "worktree-create",
            input: payload("WorktreeCreate", #""name":"\#(name)","cwd":"\#(desk.repository)""#))
        #expect(answer.status == 1)
        #expect(answer.text.isEmpty)
    }

    @Test(arguments: ["session-start", "session-end", "worktree-remove"])
    func `hooks never fail because of us`(_ verb: String) throws {
        let desk = try Desk()
        for input in ["", "garbage", "{}", payload("WorktreeRemove", #""worktree_path":"/nowhere""#)] {
            let answer = try desk.run("hook", verb, input: input)
            #expect(answer.status == 0)
            #expect(answer.text.isEmpty)
        }
    }

    @Test func `a claude that nobody registered is adopted at its start`() throws {
        let desk = try Desk()
        let claude = try desk.process()
        desk.environment["CLAUDE_PID"] = "\(claude.pid)"
        let started = payload("SessionStart", #""source":"startup","cwd":"\#(desk.repository)""#)
        #expect(try desk.run("hook", "session-start", input: started).status == 0)
        let status = try desk.run("status", "--json").json()
        #expect(status.at("sessions", "0", "kind")?.string == "native")
        let ended = payload("SessionEnd", #""reason":"other","cwd":"\#(desk.repository)""#)
        #expect(try desk.run("hook", "session-end", input: ended).status == 0)
        let events = try desk.run("events", "--json").json()["events"]?.elements?.compactMap { $0["event"]?.string }
        #expect(events?.contains("session.ending") == true)
    }

    @Test func `what a branch had that claude -w has begun anew is held at its start, and told once`() throws {
        let desk = try Desk()
        let place = desk.repository + "/.claude/worktrees/x"
        let start = payload("SessionStart", #""source":"startup","cwd":"\#(place)""#)
        let tree = try desk.git.git(["rev-parse", "HEAD^{tree}"])
        let former = try desk.git.git(["commit-tree", "-p", "HEAD", "-m", "only there", tree])
        try desk.git.git(["branch", "worktree-x", former])
        try desk.git.git(["worktree", "add", "--quiet", "-B", "worktree-x", place])
        // Neither the database nor a session is needed for it.
        try Files.write(desk.data + "/coordinator.db", "damaged")
        let said = try (1...2).map { _ in try desk.run("hook", "session-start", input: start).text }
        #expect(said[0].contains("git branch NAME refs/parallel-cc/branches/worktree-x/\(former)") && said[1].isEmpty)
        let held = ["for-each-ref", "--format=%(objectname)", "refs/parallel-cc/branches"]
        #expect(try desk.git.git(held) == former)
        try desk.git.git(["commit", "--quiet", "--allow-empty", "-m", "new"], at: place)
        try desk.git.git(["commit", "--quiet", "--amend", "--allow-empty", "-m", "newer"], at: place)
        #expect(try desk.run("hook", "session-start", input: start).text.isEmpty)
        #expect(try desk.git.git(held) == former, "what the session itself does is not held")
    }

    @Test func `a branch that loses nothing when it begins anew is not told`() throws {
        let desk = try Desk()
        let place = desk.repository + "/.claude/worktrees/x"
        try desk.git.git(["branch", "worktree-x"])
        try desk.git.git(["commit", "--quiet", "--allow-empty", "-m", "new"])
        try desk.git.git(["worktree", "add", "--quiet", "-B", "worktree-x", place])
        let start = payload("SessionStart", #""source":"startup","cwd":"\#(place)""#)
        #expect(try desk.run("hook", "session-start", input: start).text.isEmpty)
        #expect(try desk.git.git(["for-each-ref", "refs/parallel-cc/branches"]).isEmpty)
    }

    @Test func `the status line names session, branch and company, and never fails`() throws {
        let desk = try Desk()
        let session = try desk.process()
        _ = try desk.run("register", "--repo", desk.repository, "--pid", "\(session.pid)", "--name", "alpha")
        let input = #"{"session_id":"c-9","session_name":"beta","workspace":{"current_dir":"\#(desk.repository)"}}"#
        #expect(try desk.run("statusline", input: input).text == "beta · main · 1 other session\n")
        _ = try desk.session()
        #expect(try desk.run("statusline", input: input).text == "beta · main · 2 other sessions\n")
        _ = try desk.run("register", "--repo", desk.repository, "--pid", "\(getpid())", "--name", "gamma", "--here")
        #expect(try desk.run("statusline", input: input).text == "gamma · main · 2 other sessions\n")
        for (path, owner) in [("a", "alpha"), ("b", "gamma"), ("c", "gamma")] {
            _ = try desk.run("claims", "take", "--file", path, "--session", owner)
        }
        _ = try desk.run("claims", "take", "--file", "d", "--mode", "INTENT", "--session", "alpha")
        let claims = try desk.run("statusline", input: input).text
        #expect(claims == "gamma · main · 2 other sessions · 2 claims · 1 held by others\n")
        for garbage in ["", "garbage", "[]", #"{"cwd":7,"session_id":null}"#, #"{"cwd":"/nowhere"}"#] {
            let answer = try desk.run("statusline", input: garbage)
            #expect(answer.status == 0)
            #expect(answer.lines.count <= 1)
        }
        // The log alone would heal the database.
        for suffix in ["-wal", "-shm"] { unlink(desk.data + "/coordinator.db" + suffix) }
        try Files.write(desk.data + "/coordinator.db", "damaged")
        #expect(try desk.run("statusline", input: input).text == "beta · main\n")
    }

    @Test func `the status line says which conflicts the radar saw last`() throws {
        let desk = try Desk()
        _ = try desk.run("register", "--repo", desk.repository, "--pid", "\(getpid())", "--name", "alpha")
        let other = try #require(try desk.session().answer.json()["worktreePath"]?.string)
        let line = #"{"workspace":{"current_dir":"\#(desk.repository)"}}"#
        #expect(try desk.run("conflicts", "predict").status == 0)
        #expect(try desk.run("statusline", input: line).text == "alpha · main · 1 other session\n")
        try Files.write(desk.repository + "/README", "mine\n")
        try Files.write(other + "/README", "theirs\n")
        #expect(try desk.run("conflicts", "predict").status == 3)
        let text = try desk.run("statusline", input: line).text
        #expect(text == "alpha · main · 1 other session · 1 conflict ahead (just now)\n")
    }

    @Test func `a plugin's hook and one of the settings greet a session once`() throws {
        let desk = try Desk()
        _ = try desk.session()
        let second = try desk.session()
        desk.environment["CLAUDE_PID"] = "\(second.sleeper.pid)"
        let started = payload("SessionStart", #""source":"startup","cwd":"\#(desk.repository)""#)
        let said = try (1...2).map { _ in try desk.run("hook", "session-start", input: started).text }
        #expect(said[0].contains("works in its own git worktree") && said[1].isEmpty)
        let cleared = payload("SessionStart", #""source":"clear","cwd":"\#(desk.repository)""#)
        #expect(try desk.run("hook", "session-start", input: cleared).text.contains("its own git worktree"))
    }
}
