import HookCore
import JSON
import TestSupport
import Testing

/// Commands and hooks in two repositories whose paths Swift takes for the same text, and Linux and git for two.
@Suite struct EquivalentRepositoryTests {
    private let fixture: CommandFixture
    private let roots: [String]

    init() throws {
        fixture = try CommandFixture()
        roots = ["\u{e9}", "e\u{301}"].map(fixture.git.directory.appending)
        for root in roots {
            try fixture.git.git(["init", "--quiet", root])
            try fixture.git.commit([".gitignore": ".env\n"], message: "first", at: root)
        }
    }

    /// What Claude Code asks a hook for worktrees for.
    private func payload(_ event: String, at root: String) -> String {
        #"{"session_id":"s","cwd":"\#(root)","hook_event_name":"\#(event)","name":"foo","#
            + #""worktree_path":"\#(root)-worktrees/worktree-foo"}"#
    }

    @Test func `hooks make and remove the worktree of the repository that they are called in`() throws {
        var trees: [String] = []
        for root in roots {
            let made = try fixture.run("hook", "worktree-create", input: payload("WorktreeCreate", at: root))
            trees.append(try #require(made.lines.last))
            #expect(Name(trees.last ?? "") == Name(root + "-worktrees/worktree-foo"))
            try Files.write(root + "-worktrees/worktree-foo/.env", "secret\n")
        }
        #expect(try fixture.run("hook", "worktree-remove", input: payload("WorktreeRemove", at: roots[1])).status == 0)
        #expect(Files.exists(trees[0]) && !Files.exists(trees[1]))
        #expect(try fixture.run("worktree", "remove", trees[1]).status != 0)
        #expect(Files.exists(trees[0] + "/.env"))
    }

    @Test func `--repo means one of them`() throws {
        for root in roots {
            _ = try fixture.run("hook", "worktree-create", input: payload("WorktreeCreate", at: root))
            try Files.write(root + "-worktrees/worktree-foo/.env", "secret\n")
            #expect(try fixture.run("worktree", "remove", root + "-worktrees/worktree-foo").status == 0)
        }
        for command in [["trash", "list"], ["status"]] {
            let answer = try fixture.run(command + ["--json", "--repo", roots[0]]).json()
            #expect((answer["trashEntries"] ?? answer["trash"])?.elements?.count == 1, "\(command): \(answer)")
        }
        let emptied = try fixture.run("trash", "empty", "--yes", "--json", "--repo", roots[0]).json()
        #expect(emptied["total"]?.integer(Int.self) == 1)
        let left = try fixture.run("trash", "list", "--json").json()
        #expect(left["total"]?.integer(Int.self) == 1)
        #expect(Name(left.at("trash", "0", "repository")?.string ?? "") == Name(roots[1] + "/.git"))
    }
}
