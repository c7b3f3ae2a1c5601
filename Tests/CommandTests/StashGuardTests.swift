import Glibc
import TestSupport
import Testing

/// What the hook does before and after a command that touches the stash, which all worktrees share.
struct StashGuardTests {
    private let two: TwoSessions

    init() throws { two = try TwoSessions() }

    /// Puts a change of a file aside.
    /// - Returns: the entry's commit.
    @discardableResult
    private func stash(_ text: String, at directory: String, message: String? = nil) throws -> String {
        try Files.write(directory + "/file.txt", text)
        try two.fixture.git.git(["add", "file.txt"], at: directory)
        try two.fixture.git.git(["stash", "push"] + (message.map { ["-m", $0] } ?? []), at: directory)
        return try two.fixture.git.git(["rev-parse", "refs/stash"], at: directory)
    }

    private func pins() throws -> Set<String> {
        let format = "--format=%(objectname)"
        return Set(
            try two.fixture.git.git(["for-each-ref", format, "refs/parallel-cc/stash"], at: two.main).split(
                separator: "\n"
            ).map(String.init))
    }

    private func refusal(_ command: String, at directory: String? = nil) throws -> String? {
        try two.refusal(of: command, by: two.secondProcess, at: directory ?? two.worktree)
    }

    @Test func `an entry of another living session is not taken; one's own is`() throws {
        let own = try stash("two", at: two.worktree)
        let others = try stash("one", at: two.main, message: "keep")
        for command in ["git stash pop", "git stash drop stash@{0}", "git stash clear", "git stash branch x"] {
            let said = try #require(try refusal(command), "\(command)")
            #expect(said.contains("session \(two.first)"))
            #expect(said.contains("On main: keep"))
            #expect(said.contains("stash@{1}`"))
        }
        for command in [
            "git stash pop stash@{1}", "git stash apply", "git stash && make && git stash pop", "git stash list",
            "git stash pop 7", "echo git stash pop",
        ] {
            #expect(try refusal(command) == nil, "\(command)")
        }
        #expect(try refusal("git stash pop 1; git stash pop") != nil)
        // Going to where the other one lives does not make its entries one's own.
        for command in ["cd \(two.main) && git stash pop", "git -C \(two.main) stash pop"] {
            #expect(try refusal(command, at: "/") != nil, "\(command)")
        }
        #expect(try refusal("cd ~/x; git stash pop") != nil)
        #expect(try refusal("git reflog delete stash@{0}") != nil)
        #expect(try two.refusal(of: "git stash pop", by: two.firstProcess, at: two.main) == nil)
        #expect(try pins() == [own, others])
    }

    @Test func `where a session works now counts, too`() throws {
        try two.fixture.git.git(["checkout", "-q", "-b", "topic"], at: two.main)
        try stash("one", at: two.main)
        #expect(
            try refusal("git -C \(two.worktree) stash pop", at: "/")?.contains("None of the entries is yours") == true)
        try two.fixture.git.git(["checkout", "-q", "main"], at: two.main)
        #expect(try refusal("git stash pop") == nil)
    }

    @Test func `entries of the dead and of nobody are free, and with the guard off all are`() throws {
        try stash("one", at: two.main)
        #expect(try refusal("git stash pop") != nil)
        try two.fixture.run("config", "set", "guard.mode", "off")
        #expect(try refusal("git stash pop") == nil)
        try two.fixture.run("config", "unset", "guard.mode")
        #expect(try refusal("git stash pop") != nil)
        two.firstProcess.end()
        #expect(try refusal("git stash pop") == nil)
    }

    @Test func `every entry is pinned when it is seen, and stays when it goes`() throws {
        var seen: Set<String> = []
        for number in 1...3 {
            seen.insert(try stash("\(number)", at: number == 2 ? two.main : two.worktree))
            // Not by the words of the command: tools stash silently.
            #expect(try two.after("npx lint-staged", by: two.secondProcess, at: two.worktree) == nil)
            #expect(try pins() == seen)
        }
        try two.fixture.git.git(["stash", "clear"], at: two.main)
        try two.fixture.git.git(["reflog", "expire", "--expire=now", "--all"], at: two.main)
        try two.fixture.git.git(["gc", "--quiet", "--prune=now"], at: two.main)
        _ = try two.after("git stash clear", by: two.secondProcess, at: two.worktree)
        #expect(try pins() == seen)
        for commit in seen { try two.fixture.git.git(["stash", "store", commit], at: two.main) }
        try two.fixture.git.git(["fsck", "--strict"], at: two.main)
        #expect(try two.fixture.git.git(["show", "stash@{0}:file.txt"], at: two.main).isEmpty == false)
    }

    @Test func `an entry that was made in another repository of the home is pinned there`() throws {
        let other = two.fixture.git.directory.appending("home") + "/other"
        try two.fixture.git.git(["clone", "--quiet", two.main, other])
        let commit = try stash("one", at: other)
        _ = try two.after("cd ~/other && git stash", by: two.secondProcess, at: two.worktree)
        let format = "--format=%(objectname)"
        #expect(try two.fixture.git.git(["for-each-ref", format, "refs/parallel-cc/stash"], at: other) == commit)
        #expect(try pins().isEmpty)
    }

    @Test func `a command that failed has stashed all the same`() throws {
        let commit = try stash("one", at: two.worktree)
        let payload = """
            {"hook_event_name":"PostToolUseFailure","session_id":"c","cwd":"\(two.worktree)","tool_name":"Bash",\
            "tool_input":{"command":"false"},"error":"Exit code 1"}
            """
        #expect(try two.hook(payload, of: two.secondProcess) == nil)
        #expect(try pins() == [commit])
    }

    @Test func `where nothing can be written or nothing is, the command runs`() throws {
        #expect(try refusal("git stash pop") == nil)
        for place in ["/", "/nonexistent/deep", two.fixture.home] {
            #expect(try refusal("git stash pop", at: place) == nil)
        }
        try stash("one", at: two.main)
        let references = two.main + "/.git/refs/parallel-cc"
        try Files.write(references, "a file in the way")
        #expect(try refusal("git stash pop") != nil)
        #expect(try two.after("true", by: two.secondProcess, at: two.worktree) == nil)
        unlink(references)
        for suffix in ["-wal", "-shm"] { unlink(two.fixture.data + "/coordinator.db" + suffix) }
        try Files.write(two.fixture.data + "/coordinator.db", "no database")
        #expect(try refusal("git stash pop") == nil)
        #expect(try pins().count == 1)
    }
}
