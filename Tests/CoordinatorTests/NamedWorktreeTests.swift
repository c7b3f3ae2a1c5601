import GitProgram
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// Worktrees that Claude Code asks for by name (`claude --worktree`).
@Suite struct NamedWorktreeTests {
    @Test("made, kept, given again; the events say what for")
    func create() throws {
        let world = try World()
        let made = try world.command().createNamedWorktree("feature/x", at: world.root)
        #expect(made.id == "worktree-feature+x" && made.branch == made.id && made.state == .kept)
        #expect(try world.git(["status", "--porcelain"], at: made.path) == "")
        #expect(try world.command().createNamedWorktree("feature/x", at: made.path) == made)
        #expect(try world.command().livingSessions().isEmpty)
        let causes = try world.command().events(repository: nil).compactMap(\.cause)
        #expect(causes == ["claude --worktree feature/x"])
    }

    @Test("one that cannot be made: the cause, not a word of sessions, and nothing is left")
    func failure() throws {
        let world = try World(commit: false)
        let error = #expect(throws: ParallelError.self) {
            try world.command().createNamedWorktree("feature", at: world.root)
        }
        #expect(error?.code == .gitFailed && error?.message == "the repository has no commits")
        #expect(try world.command().worktrees().isEmpty && !Files.exists(world.worktreeRoot))
    }

    @Test("a session's worktree is found by the session's name, too")
    func sessionName() throws {
        let world = try World()
        try world.start(1, name: "first")
        let second = try world.start(2, name: "login")
        #expect(try world.command().worktree("login").path == second.directory)
        for unknown in ["first", "nobody"] {
            #expect(throws: ParallelError.self) { try world.command().worktree(unknown) }
        }
    }

    @Test("names that could lead elsewhere", arguments: ["", "../x", "a b", "/abs", "x/", "a..b", "x.lock", "x\n"])
    func badNames(_ name: String) throws {
        let world = try World()
        let error = #expect(throws: ParallelError.self) {
            try world.command().createNamedWorktree(name, at: world.root)
        }
        #expect(error?.code == .invalidWorktreeName)
    }
}
