import Glibc
import JSON
import Store
import TestSupport
import Testing

/// What the hook does after a Bash command.
struct BashWriteTests {
    private let two: TwoSessions

    init() throws { two = try TwoSessions() }

    private func path(_ name: String) -> String { two.worktree + "/" + name }

    @Test func `what changed is announced, once, wherever it lies in the repository`() throws {
        let files = [path("a"), path("new/ü \"b"), path("gone/deep/c"), "/etc/passwd", "relative", ""]
        for _ in 1...2 {
            let said = try two.after("make", by: two.secondProcess, at: two.worktree, changed: files)
            #expect(said == nil)
            #expect(
                try two.claims(of: two.second) == [
                    "INTENT a changed while a Bash command ran",
                    "INTENT gone/deep/c changed while a Bash command ran",
                    "INTENT new/ü \"b changed while a Bash command ran",
                ])
        }
        #expect(try two.claims(of: two.first).isEmpty)
    }

    @Test func `names that only look alike are two`() throws {
        let names = ["\u{E9}/f", "e\u{301}/g"]
        _ = try two.after("make", by: two.secondProcess, at: two.worktree, changed: names.map(path))
        let claims = Set(try two.claims(of: two.second).map { Array($0.utf8) })
        #expect(claims == Set(names.map { Array("INTENT \($0) changed while a Bash command ran".utf8) }))
    }

    @Test func `what git brings is no edit of the session`() throws {
        let git = two.fixture.git
        try two.take("--file", path("theirs"), by: two.first)
        try git.commit(["theirs": "one\n"], message: "Theirs")
        let changed = ["theirs", "mine", "new", "log"].map(path)
        for command in [
            "git merge main", "git pull -q origin main 2>&1 | tail -3", "cd . && git checkout main >/dev/null",
            "git stash pop",
        ] {
            #expect(
                try two.after(command, by: two.secondProcess, at: two.worktree, changed: changed) == nil, "\(command)")
        }
        #expect(try two.claims(of: two.second).isEmpty)
        // Where the line does more, git is asked.
        try git.git(["merge", "--quiet", "main"], at: two.worktree)
        try git.commit(["mine": "two\n"], message: "Mine", at: two.worktree)
        try Files.write(path("new"), "three\n")
        let line = "git merge main && ./edit && git commit -am Mine > log"
        #expect(try two.after(line, by: two.secondProcess, at: two.worktree, changed: Array(changed.prefix(3))) == nil)
        #expect(try two.claims(of: two.second).map { String($0.prefix(12)) } == ["INTENT mine ", "INTENT new c"])
        let said = try two.after(
            "./edit; git status", by: two.secondProcess, at: two.worktree, changed: [path("theirs")])
        #expect(said?.contains("claimed by session \(two.first)") == true)
        try Files.write(path("theirs"), "edited\n")
        let again = try two.after(
            "git merge main; ./edit", by: two.secondProcess, at: two.worktree, changed: [path("theirs")])
        #expect(again?.contains("claimed by session \(two.first)") == true)
    }

    @Test func `a claim whose time is over gives way to the new one`() throws {
        try two.take("--file", path("a"), "--reason", "mine", by: two.second)
        let connection = try Connection(path: two.fixture.data + "/coordinator.db", mode: .readWrite)
        try connection.run("UPDATE claims SET expires_at = '2020-01-01T00:00:00.000Z'")
        connection.close()
        _ = try two.after("make", by: two.secondProcess, at: two.worktree, changed: [path("a")])
        #expect(try two.claims(of: two.second) == ["INTENT a changed while a Bash command ran"])
    }

    @Test func `what the session has claimed already stays as it is`() throws {
        try two.take("--file", path("a"), "--reason", "mine", by: two.second)
        #expect(try two.after("make", by: two.secondProcess, at: two.worktree, changed: [path("a")]) == nil)
        #expect(try two.claims(of: two.second) == ["EXCLUSIVE a mine"])
        #expect(try two.events("claim.violated").isEmpty)
    }

    @Test func `a hit on a claim is told to both, once as long as the holder has not heard it`() throws {
        let claim = try two.take("--file", "src/", "--reason", "refactoring", by: two.first)
        for _ in 1...2 {
            let said = try #require(
                try two.after("sed -i", by: two.secondProcess, at: two.worktree, changed: [path("src/x"), path("y")]))
            #expect(said.contains("src/x, which is claimed by session \(two.first)"))
            #expect(said.contains("refactoring"))
            #expect(said.contains("has been told"))
            #expect(!said.contains("y,"))
        }
        let waiting = try two.fixture.run("messages", "--json").json()["messages"]?.elements ?? []
        #expect(waiting.count == 1)
        #expect(
            try two.events("claim.violated").last?.contains("src/x, claimed by \(two.first) (claim \(claim))") == true)
        let heard = try #require(try two.after("true", by: two.firstProcess, at: two.main))
        #expect(heard.contains("session \(two.second) has changed in \(two.worktree)"))
        #expect(heard.contains("src/x"))
        #expect(try two.after("true", by: two.firstProcess, at: two.main) == nil)
    }

    @Test func `claims of the dead, the freed and the shared are no hit`() throws {
        try two.take("--file", "shared", "--mode", "SHARED", by: two.first)
        let claim = try two.take("--file", "freed", by: two.first)
        try two.fixture.run("claims", "release", claim, "--force")
        try two.take("--file", "dead", by: two.first)
        two.firstProcess.end()
        let files = ["shared", "freed", "dead"].map(path)
        #expect(try two.after("make", by: two.secondProcess, at: two.worktree, changed: files) == nil)
    }

    @Test func `in a tree that two sessions share nobody knows whose write it was`() throws {
        let third = try two.fixture.process()
        let answer = try two.fixture.run(
            "register", "--repo", two.main, "--pid", "\(third.pid)", "--here", "--json")
        let id = try #require(try answer.json()["sessionId"]?.string)
        // Written with a tool: that one is known to be the third session's.
        let write = """
            {"hook_event_name":"PreToolUse","session_id":"c","cwd":"\(two.main)","tool_name":"Write",\
            "tool_input":{"file_path":"\(two.main)/known"}}
            """
        _ = try two.hook(write, of: third)
        let files = ["known", "a"].map { two.main + "/" + $0 }
        #expect(try two.after("make", by: two.firstProcess, at: two.main, changed: files) == nil)
        let claims = try two.claims(of: two.first)
        #expect(claims.count == 1 && claims[0].hasPrefix("INTENT a unattributed: changed in a tree where"))
        #expect(claims[0].contains(id))
        #expect(try two.events("write.unattributed").count == 1)
        // Whoever comes next is not told more than is known.
        let next = """
            {"hook_event_name":"PreToolUse","session_id":"c","cwd":"\(two.worktree)","tool_name":"Write",\
            "tool_input":{"file_path":"\(path("a"))"}}
            """
        let said = try two.hook(next, of: two.secondProcess)?["additionalContext"]?.string
        #expect(said?.contains("has changed the same file, or another session in its tree has") == true)
    }

    @Test func `a worktree inside the tree is another tree`() throws {
        let inner = two.main + "/.claude/worktrees/x"
        try two.fixture.git.git(["worktree", "add", "-q", "-b", "x", inner], at: two.main)
        let third = try two.fixture.session(at: inner).sleeper
        #expect(try two.after("true", by: third, at: inner) == nil)
        #expect(try two.after("make", by: two.firstProcess, at: two.main, changed: [two.main + "/a"]) == nil)
        #expect(try two.claims(of: two.first) == ["INTENT a changed while a Bash command ran"])
        // It has gone there.
        #expect(try two.after("cd", by: third, at: two.main) == nil)
        #expect(try two.after("make", by: two.firstProcess, at: two.main, changed: [two.main + "/b"]) == nil)
        #expect(try two.claims(of: two.first).last?.hasPrefix("INTENT b unattributed") == true)
    }

    @Test func `a holder at work in the same tree is not told of its own write`() throws {
        let third = try two.fixture.process()
        let answer = try two.fixture.run("register", "--repo", two.main, "--pid", "\(third.pid)", "--here", "--json")
        try two.take("--file", "a", by: try #require(try answer.json()["sessionId"]?.string))
        try two.take("--file", "b", by: two.second)
        let files = ["a", "b"].map { two.main + "/" + $0 }
        let said = try #require(try two.after("make", by: two.firstProcess, at: two.main, changed: files))
        #expect(said.contains("b, which is claimed by session \(two.second)"))
        #expect(!said.contains("there changed a, "))
        #expect(said.contains("if it was your command"))
    }

    @Test func `thousands of announcements leave a short log behind`() throws {
        var status = stat()
        for number in 0..<30 {
            let files = (0..<200).map { path("directory\(number)/with-a-long-name-\($0)") }
            #expect(try two.after("make", by: two.secondProcess, at: two.worktree, changed: files) == nil)
            #expect(stat(two.fixture.data + "/coordinator.db-wal", &status) == 0)
            #expect(status.st_size < 2_000_000)
        }
        #expect(try two.claims(of: two.second).count == 6_000)
    }

    @Test func `more files than are named are counted`() throws {
        let files = (0..<200).map { path("f\($0)") }
        #expect(try two.after("make", by: two.secondProcess, at: two.worktree, changed: files, more: 295) == nil)
        #expect(try two.claims(of: two.second).count == 200)
        #expect(try two.events("write.unnamed").first?.contains("95 more files changed") == true)
    }

    @Test func `they are counted once, whatever the trees and whoever edited what is named`() throws {
        let files = [path("a"), two.main + "/b"]
        #expect(try two.after("make", by: two.secondProcess, at: two.worktree, changed: files, more: 7) == nil)
        #expect(try two.events("write.unnamed").count == 1)
        // What is named was committed by the line itself before, so git has brought it.
        try two.fixture.git.commit(["x": "one\n"], message: "Theirs")
        try two.fixture.git.git(["merge", "--quiet", "main"], at: two.worktree)
        let line = "git merge main && ./edit"
        _ = try two.after(line, by: two.secondProcess, at: two.worktree, changed: [path("x")], more: 7)
        #expect(try two.claims(of: two.second).filter { $0.contains(" x ") }.isEmpty)
        #expect(try two.events("write.unnamed").count == 2)
    }

    @Test func `with the guard off nothing is written down`() throws {
        try two.fixture.run("config", "set", "guard.mode", "off")
        try two.take("--file", "a", by: two.first)
        #expect(try two.after("make", by: two.secondProcess, at: two.worktree, changed: [path("a")]) == nil)
        #expect(try two.claims(of: two.second).isEmpty)
    }

    @Test func `without changed files the database is not opened`() throws {
        let database = two.fixture.data + "/coordinator.db"
        for suffix in ["", "-wal", "-shm"] { unlink(database + suffix) }
        mkfifo(database, 0o600)
        #expect(try two.after("true", by: two.secondProcess, at: two.worktree) == nil)
        #expect(try two.refusal(of: "git stash list", by: two.secondProcess, at: two.worktree) == nil)
    }

    @Test func `a database that is gone or damaged stops nobody`() throws {
        let database = two.fixture.data + "/coordinator.db"
        for suffix in ["", "-wal", "-shm"] { unlink(database + suffix) }
        #expect(try two.after("make", by: two.secondProcess, at: two.worktree, changed: [path("a")]) == nil)
        #expect(!Files.exists(database))
        try Files.write(database, "no database")
        #expect(try two.after("make", by: two.secondProcess, at: two.worktree, changed: [path("a")]) == nil)
    }
}
