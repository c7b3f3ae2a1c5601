import Glibc
import HookCore
import JSON
import TestSupport
import Testing

/// Where the guard looks: repositories inside of one another, layouts that are not the usual one, names of any bytes.
struct GuardPlaceTests {
    private let two: TwoSessions

    init() throws { two = try TwoSessions() }

    /// What the hook says before a session writes to a path.
    private func write(_ path: String, by process: Sleeper) throws -> (denial: String?, context: String?) {
        let payload = """
            {"hook_event_name":"PreToolUse","session_id":"c","cwd":"/","tool_name":"Write",\
            "tool_use_id":"t\(UInt64.random(in: 1 ... .max))","tool_input":{"file_path":\(JSONText.quoted(path))}}
            """
        let said = try two.hook(payload, of: process)
        return (said?["permissionDecisionReason"]?.string, said?["additionalContext"]?.string)
    }

    private func clone(into place: String) throws {
        try two.fixture.git.git(["clone", "--quiet", two.main, place])
    }

    @Test func `what lies in a submodule is the same thing in every worktree`() throws {
        let library = try GitFixture()
        for tree in [two.main, two.worktree] {
            try two.fixture.git.git(["submodule", "--quiet", "add", library.root, "lib"], at: tree)
        }
        try two.take("--file", two.main + "/lib/a", by: two.first)
        #expect(try write(two.worktree + "/lib/a", by: two.secondProcess).denial?.contains(two.first) == true)
        #expect(try write(two.main + "/lib/a", by: two.firstProcess).denial == nil)
        #expect(try two.claims(of: two.first) == ["EXCLUSIVE lib/a "])
        let listed = try two.fixture.run("claims", "--file", "lib/a", "--json", at: two.main).json()
        #expect(listed["total"]?.integer(Int.self) == 1)
        #expect(try write(two.main + "/lib/b", by: two.firstProcess).context == nil)
        let told = try #require(try write(two.worktree + "/lib/b", by: two.secondProcess).context)
        #expect(told.contains("announced to write the same file"))
        // What Bash has done there.
        let hit = try two.after(
            "make", by: two.secondProcess, at: two.worktree,
            changed: [two.worktree + "/lib/a", two.worktree + "/lib/c"])
        #expect(hit?.contains("lib/a, which is claimed by session \(two.first)") == true)
        #expect(try two.claims(of: two.second).contains("INTENT lib/c changed while a Bash command ran"))
        try two.fixture.run(["install", "--git-hooks"], at: two.worktree + "/lib")
        try Files.write(two.worktree + "/lib/a", "x")
        two.fixture.environment["PARALLEL_CC_SESSION_ID"] = two.second
        let stopped = try two.fixture.shell("cd '\(two.worktree)/lib' && git add a && git commit -m x")
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains(two.first))
    }

    @Test func `a repository inside of a session's tree is a part of it, until somebody works there`() throws {
        let inner = two.main + "/vendor"
        try clone(into: inner)
        #expect(
            try write(inner + "/a", by: two.secondProcess).context?.contains("the tree of session \(two.first)") == true
        )
        try two.fixture.run("config", "set", "guard.mode", "block")
        #expect(try write(inner + "/b", by: two.secondProcess).denial?.contains("the tree of session") == true)
        let third = try two.fixture.session(at: inner)
        let answer = try third.answer.json()
        #expect(answer["worktreePath"]?.string == inner)
        #expect(try write(inner + "/c", by: third.sleeper).denial == nil)
        // Where two repositories are concerned, each one's claims count.
        try two.take("--file", two.main + "/vendor/", by: two.first)
        #expect(try write(inner + "/d", by: third.sleeper).denial?.contains("session \(two.first)") == true)
    }

    @Test func `a claim in one repository is in the way of one in another around it or inside of it`() throws {
        let inner = two.main + "/[v]endor"
        try clone(into: inner)
        let third = try two.fixture.session(at: inner)
        let own = try #require(try third.answer.json()["sessionId"]?.string)
        func take(_ words: [String], _ session: String, at directory: String) throws -> Int32 {
            try two.fixture.run(["claims", "take", "--session", session] + words, at: directory).status
        }
        #expect(try take(["--file", "[v]endor/a"], two.first, at: two.main) == 0)
        #expect(try take(["--file", "a"], own, at: inner) == 75)
        #expect(try take(["--glob", "*"], own, at: inner) == 75)
        #expect(try take(["--file", "b"], own, at: inner) == 0)
        #expect(try take(["--glob", "*/b"], two.second, at: two.worktree) == 75)
        #expect(try take(["--file", "[v]endor/"], two.second, at: two.worktree) == 75)
        #expect(try take(["--file", "v/b"], two.second, at: two.worktree) == 0)
        #expect(try take(["--glob", "**/c"], own, at: inner) == 0)
        #expect(try take(["--glob", "**/d"], two.second, at: two.worktree) == 0)
        for place in [two.main + "/[v]endor/b", inner + "/b"] {
            let listed = try two.fixture.run("claims", "--file", place, "--json").json()
            #expect(listed.at("claims", "0", "session_id")?.string == own)
        }
        #expect(try write(inner + "/b", by: third.sleeper).denial == nil)
    }

    @Test func `a wait in vain over two repositories is seen`() throws {
        let inner = two.main + "/vendor"
        try clone(into: inner)
        let third = try two.fixture.session(at: inner)
        let own = try #require(try third.answer.json()["sessionId"]?.string)
        try two.take("--file", two.main + "/vendor/a", by: two.first)
        let held = try two.take("--file", inner + "/b", by: own)
        let result = two.fixture.git.directory.appending("result")
        _ = try two.fixture.shell(
            "\"$P\" claims take --file '\(inner)/b' --session \(two.first) --wait 60 >'\(result)' 2>&1 </dev/null &")
        var isRefused = false
        while !isRefused, !(Files.read(result) ?? "").contains("Wait for it") {
            let asked = try two.fixture.run("claims", "take", "--file", "a", "--session", own, at: inner)
            isRefused = asked.text.contains("It waits in turn for what this session holds")
        }
        #expect(isRefused)
        try two.fixture.run("claims", "release", held, "--session", own)
        while Files.read(result)?.contains("Fence") != true { usleep(10_000) }
    }

    @Test func `whose tree it is does not hang on where the guard is off`() throws {
        let inner = two.main + "/vendor"
        try clone(into: inner)
        let third = try two.fixture.session(at: inner)
        try two.fixture.run("config", "set", "guard.mode", "off")
        try Files.write(two.main + "/.parallel-cc.json", #"{"guard.mode": "block"}"#)
        #expect(try write(inner + "/a", by: third.sleeper) == (nil, nil))
        #expect(try write(inner + "/a", by: two.secondProcess).denial == nil)
        #expect(try write(two.main + "/a", by: two.secondProcess).denial != nil)
    }

    @Test func `a repository whose path has a line break`() throws {
        let main = two.fixture.git.directory.appending("new\nline")
        try two.fixture.git.git(["clone", "--quiet", two.main, main])
        let third = try two.fixture.session(at: main)
        let fourth = try two.fixture.session(at: main)
        let own = try #require(try third.answer.json()["sessionId"]?.string)
        let tree = try #require(try fourth.answer.json()["worktreePath"]?.string)
        try two.take("--file", main + "/a", by: own)
        #expect(try write(tree + "/a", by: fourth.sleeper).denial?.contains(own) == true)
    }

    @Test func `a worktree inside of the main checkout is no part of it`() throws {
        let inner = two.main + "/.claude/worktrees/one"
        try two.fixture.git.git(["worktree", "add", "--quiet", "-b", "one", inner])
        let third = try two.fixture.session(at: inner)
        #expect(try third.answer.json()["worktreePath"]?.string == inner)
        #expect(try write(inner + "/a", by: third.sleeper) == (nil, nil))
        #expect(try write(inner + "/a", by: two.firstProcess).context?.contains("the tree of session") == true)
    }

    @Test func `a name that begins with a combining character`() throws {
        let name = "\u{301}x"
        try two.take("--file", two.main + "/src/" + name, by: two.first)
        #expect(try two.claims(of: two.first) == ["EXCLUSIVE src/\(name) "])
        #expect(try write(two.worktree + "/src/" + name, by: two.secondProcess).denial != nil)
        let hit = try two.after(
            "make", by: two.secondProcess, at: two.worktree,
            changed: [two.worktree + "/src/a", two.worktree + "/src/" + name])
        #expect(hit?.contains("src/\(name), which is claimed") == true)
    }

    @Test(
        "guard.mode is read where `config` reads it",
        arguments: [
            ["init", "--quiet", "--separate-git-dir", "../else.git", "."],
            ["clone", "--quiet", "--bare", "repo", "bare"],
            ["clone", "--quiet", "--bare", "repo", "bare/.git"], ["submodule"],
        ])
    func layouts(layout: [String]) throws {
        var places: [String] = []
        let folder = two.fixture.git.directory.appending("layout")
        Files.makeDirectories(folder)
        if layout[0] == "init" {
            let main = folder + "/main"
            Files.makeDirectories(main)
            try two.fixture.git.git(layout, at: main)
            try two.fixture.git.git(["commit", "--quiet", "--allow-empty", "-m", "x"], at: main)
            try two.fixture.git.git(["worktree", "add", "--quiet", folder + "/tree"], at: main)
            places = [main, folder + "/tree"]
        } else if layout[0] == "submodule" {
            try two.fixture.git.git(["submodule", "--quiet", "add", two.main, "sub"])
            try two.fixture.git.git(["worktree", "add", "--quiet", folder + "/tree"], at: two.main + "/sub")
            places = [two.main + "/sub", folder + "/tree"]
        } else {
            let bare = folder + "/" + layout[4]
            try two.fixture.git.git(layout.dropLast() + [bare], at: two.fixture.git.directory.path)
            try two.fixture.git.git(["worktree", "add", "--quiet", folder + "/tree"], at: bare)
            places = [folder + "/tree"]
        }
        try two.fixture.run("config", "set", "guard.mode", "off")
        for (number, place) in places.enumerated() {
            let third = try two.fixture.session(at: place)
            let path = try #require(try third.answer.json()["worktreePath"]?.string)
            for checkout in places { try Files.write(checkout + "/.parallel-cc.json", #"{"guard.mode": "warn"}"#) }
            let own = try two.fixture.run("config", "get", "guard.mode", at: path)
            #expect(own.text.hasPrefix("guard.mode: warn\n"), "\(own)")
            _ = try two.fixture.run(
                [
                    "claims", "take", "--session", third.answer.json()["sessionId"]?.string ?? "", "--file",
                    "f\(number)",
                ],
                at: path)
            #expect(try write(path + "/f\(number)", by: two.secondProcess).denial != nil, "\(place)")
            for checkout in places { try Files.write(checkout + "/.parallel-cc.json", "{}") }
            #expect(try write(path + "/f\(number)", by: two.secondProcess).denial == nil, "\(place)")
        }
    }
}
