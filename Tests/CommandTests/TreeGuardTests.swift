import Glibc
import HookCore
import JSON
import TestSupport
import Testing

/// What the hook refuses of a line of shell that would wipe the tree of another living session.
struct TreeGuardTests {
    private let two: TwoSessions

    init() throws { two = try TwoSessions() }

    private func refusal(_ command: String, at directory: String? = nil) throws -> String? {
        try two.refusal(of: command, by: two.firstProcess, at: directory ?? two.main)
    }

    @Test func `what would wipe the tree of another living session is refused`() throws {
        let tree = two.worktree
        let parent = tree.split(separator: "/").dropLast().joined(separator: "/")
        for command in [
            "git -C \(tree) reset --hard", "cd \(tree) && git checkout -- .", "cd \(tree); git checkout README",
            "(cd \(tree) && git clean -d -f)", "git --work-tree=\(tree) checkout -f",
            "GIT_WORK_TREE=\(tree) git reset --hard",
            "git -C \(tree) stash -u", "sudo rm -rf \(tree)", "rm -rf \(tree)/src", "rm -rf /\(parent)",
            "rm -rf \(tree)/*",
            "rm -rf /\(parent)/*", "mv \(tree) /nonexistent/x", "find \(tree) -name x -delete",
            "rsync -a --delete /nonexistent/ \(tree)/", "git worktree remove \(tree) --force",
            "git worktree remove \(tree.split(separator: "/").last ?? "") --force", "T=\(tree); rm -rf \"$T\"",
            "for d in /\(parent)/*; do git -C \"$d\" reset --hard; done", "rm -rf .git", "rm -r .git/worktrees",
            "rm -rf \(tree)/.git",
        ] {
            let said = try #require(try refusal(command), "\(command)")
            #expect(said.contains("session \(two.second), which works in \(tree)"))
            #expect(said.contains("Nothing was run"))
            #expect(said.contains("messages send --to \(two.second)"))
        }
        try two.fixture.run("config", "set", "guard.mode", "block")
        #expect(try refusal("rm -rf \(tree)") != nil)
        try two.fixture.run("config", "set", "guard.mode", "off")
        #expect(try refusal("rm -rf \(tree)") == nil)
        try two.fixture.run("config", "unset", "guard.mode")
        two.secondProcess.end()
        #expect(try refusal("rm -rf \(tree)") == nil)
    }

    @Test func `a repository's own file switches nothing off, trusted or not`() throws {
        let file = two.main + "/.parallel-cc.json"
        try Files.write(file, #"{"guard": {"mode": "off"}}"#)
        try two.fixture.run(["config", "trust"], at: two.main)
        for own in ["warn", "block"] {
            try two.fixture.run("config", "set", "guard.mode", own)
            #expect(try refusal("rm -rf \(two.worktree)") != nil)
            let mode = try two.fixture.run("config", "get", "guard.mode", at: two.main)
            #expect(mode.text.hasPrefix("guard.mode: \(own)\n"))
        }
        let list = try two.fixture.run("config", "list", "--json", at: two.main).json()
        #expect(
            list["warnings"]?.elements?.contains { $0.string?.contains("guard.mode off goes beyond") == true } == true)
        try two.fixture.run("config", "set", "guard.mode", "off")
        #expect(try refusal("rm -rf \(two.worktree)") == nil)
        // A link is followed neither here nor by `config`.
        let target = two.fixture.git.directory.appending("elsewhere")
        try Files.write(target, #"{"guard": {"mode": "block"}}"#)
        unlink(file)
        #expect(symlink(target, file) == 0)
        #expect(try refusal("rm -rf \(two.worktree)") == nil)
        #expect(try two.fixture.run("config", "list", at: two.main).errors.contains("no file that can be read"))
    }

    @Test func `in a session's own tree and in nobody's it may do what it likes`() throws {
        let free = two.fixture.git.directory.appending("free")
        try two.fixture.git.git(["worktree", "add", "--quiet", "-b", "free", free], at: two.main)
        for command in [
            "git reset --hard", "git clean -d -f -f -x", "rm -rf build", "rm -rf *", "git stash -u",
            "cd \(free) && git reset --hard",
            "rm -rf \(free)", "git worktree remove \(free) --force", "rm -f .git/index.lock",
            "git -C \(two.worktree) status",
            "git -C \(two.worktree) checkout some-branch", "echo rm -rf \(two.worktree)",
            "rm -rf \(two.worktree)-other",
        ] {
            #expect(try refusal(command) == nil, "\(command)")
        }
        let other = two.worktree.split(separator: "/").last ?? ""
        for command in ["git reset --hard", "rm -rf build", "rm -f \(two.main)/.git/worktrees/\(other)/index.lock"] {
            #expect(try two.refusal(of: command, by: two.secondProcess, at: two.worktree) == nil, "\(command)")
        }
        #expect(try two.refusal(of: "git -C \(two.main) reset --hard", by: two.secondProcess, at: two.worktree) != nil)
    }

    @Test func `a tree inside the own one is another's, also for a clean that takes worktrees along`() throws {
        let inner = two.main + "/.claude/worktrees/x"
        try two.fixture.git.git(["worktree", "add", "--quiet", "-b", "x", inner], at: two.main)
        let third = try two.fixture.session(at: inner)
        for command in ["rm -rf .claude", "git clean -d -f -f", "rm -rf .claude/worktrees/*"] {
            #expect(try refusal(command)?.contains(inner) == true, "\(command)")
        }
        #expect(try refusal("git clean -d -f") == nil)
        #expect(try refusal("cd ..; rm -rf \(two.main)") != nil)
        #expect(try two.refusal(of: "rm -rf a", by: third.sleeper, at: inner) == nil)
        #expect(try two.refusal(of: "rm -rf ../../a", by: third.sleeper, at: inner) != nil)
    }

    @Test func `a worktree that a session has gone to counts, and so does one that it shares`() throws {
        let free = two.fixture.git.directory.appending("free")
        try two.fixture.git.git(["worktree", "add", "--quiet", "-b", "free", free], at: two.main)
        _ = try two.after("cd", by: two.secondProcess, at: free)
        #expect(try refusal("rm -rf \(free)")?.contains("in \(free)") == true)
        let third = try two.fixture.process()
        try two.fixture.run("register", "--repo", two.main, "--pid", "\(third.pid)", "--here", "--json")
        #expect(try refusal("git reset --hard") == nil)
        #expect(try two.refusal(of: "git reset --hard", by: third, at: two.main) == nil)
    }

    @Test func `a shell command in the text of a skill is read, too`() throws {
        let payload = """
            {"hook_event_name":"PreSkillShellCommand","session_id":"c","cwd":"\(two.main)","tool_name":"Bash",\
            "tool_use_id":"skill-1","command_name":"tidy","invoked_by":"user",\
            "tool_input":{"command":"git -C \(two.worktree) reset --hard"}}
            """
        let said = try two.hook(payload, of: two.firstProcess)
        #expect(said?["hookEventName"]?.string == "PreSkillShellCommand")
        #expect(said?["permissionDecision"]?.string == "deny")
    }

    @Test func `lines without such words open no database`() throws {
        let database = two.fixture.data + "/coordinator.db"
        for suffix in ["", "-wal", "-shm"] { unlink(database + suffix) }
        mkfifo(database, 0o600)
        #expect(try refusal("git status && make -j4 && echo format alarm > confirm") == nil)
    }
}
