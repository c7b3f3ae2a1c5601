import CoordinatorFixtures
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
        let fixture = try CoordinatorFixture()
        let made = try fixture.command().createNamedWorktree("feature/x", at: fixture.root)
        #expect(made.id == "worktree-feature+x")
        #expect(made.branch == made.id)
        #expect(made.state == .kept)
        #expect(try fixture.git(["status", "--porcelain"], at: made.path) == "")
        #expect(try fixture.command().createNamedWorktree("feature/x", at: made.path) == made)
        #expect(try fixture.command().livingSessions().isEmpty)
        let causes = try fixture.command().events(repository: nil).compactMap(\.cause)
        #expect(causes == ["claude --worktree feature/x"])
    }

    @Test("another repository has one of the name: each gets its own, and it is given again")
    func twoRepositories() throws {
        let fixture = try CoordinatorFixture()
        let first = try fixture.command().createNamedWorktree("foo", at: fixture.root)
        let other = fixture.gitFixture.directory.appending("other")
        try fixture.git(["clone", "--quiet", fixture.root, other])
        let second = try fixture.command().createNamedWorktree("foo", at: other)
        #expect(first.id == "worktree-foo")
        #expect(second.id == "worktree-foo-2")
        #expect(second.branch == "worktree-foo")
        #expect(second.path == other + "-worktrees/worktree-foo")
        #expect(second.state == .kept)
        #expect(try fixture.command().createNamedWorktree("foo", at: other) == second)
        #expect(try fixture.command().createNamedWorktree("foo", at: fixture.root) == first)
        // The name that a user types means the one of the repository in which the command runs.
        #expect(try fixture.command(directory: other).worktree("worktree-foo") == second)
        #expect(try fixture.command(directory: fixture.root).worktree("worktree-foo") == first)
        #expect(try fixture.command(directory: second.path).worktree("worktree-foo") == second)
        #expect(try fixture.command(directory: fixture.root).worktree("worktree-foo-2") == second)
        #expect(try fixture.command().worktree("worktree-foo") == first)
    }

    @Test("repositories whose folders have the same name share a root: each worktree has a place of its own")
    func sharedRoot() throws {
        let fixture = try CoordinatorFixture()
        let other = fixture.gitFixture.directory.appending("fork/" + FilePath.name(of: fixture.root))
        try fixture.git(["clone", "--quiet", fixture.root, other])
        let roots = ["worktree.root": fixture.gitFixture.directory.appending("roots")]
        let make = { (root: String) in
            try fixture.command(overrides: roots).createNamedWorktree("foo", at: root)
        }
        let (first, second) = (try make(fixture.root), try make(other))
        #expect(second.path == first.path + "-2")
        #expect(try make(other) == second)
        #expect(try fixture.command().removeWorktree(first.path).removed)
        #expect(try make(other) == second)
    }

    @Test("sessions of two repositories have one name: the command's own repository says which is meant")
    func sessionsOfOneName() throws {
        let fixture = try CoordinatorFixture()
        let other = fixture.gitFixture.directory.appending("other")
        try fixture.git(["clone", "--quiet", fixture.root, other])
        let first = try fixture.start(1, name: "login")
        let second = try fixture.start(2, at: other, name: "login")
        #expect(try fixture.command(directory: fixture.root).livingSession(named: "login")?.id == first.session.id)
        #expect(try fixture.command(directory: other).livingSession(named: "login")?.id == second.session.id)
        #expect(throws: ParallelError.self) { try fixture.command().livingSession(named: "login") }
        #expect(try fixture.command().livingSession(named: "nobody") == nil)
    }

    @Test("one that cannot be made: the cause, not a word of sessions, and nothing is left")
    func failure() throws {
        let fixture = try CoordinatorFixture(commit: false)
        let error = #expect(throws: ParallelError.self) {
            try fixture.command().createNamedWorktree("feature", at: fixture.root)
        }
        #expect(error?.code == .gitFailed)
        #expect(error?.message == "the repository has no commits")
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(!Files.exists(fixture.worktreeRoot))
    }

    @Test("a session's worktree is found by the session's name, too")
    func sessionName() throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1, name: "first")
        let second = try fixture.start(2, name: "login")
        #expect(try fixture.command().worktree("login").path == second.directory)
        for unknown in ["first", "nobody"] {
            #expect(throws: ParallelError.self) { try fixture.command().worktree(unknown) }
        }
    }

    @Test("names that could lead elsewhere", arguments: ["", "../x", "a b", "/abs", "x/", "a..b", "x.lock", "x\n"])
    func badNames(_ name: String) throws {
        let fixture = try CoordinatorFixture()
        let error = #expect(throws: ParallelError.self) {
            try fixture.command().createNamedWorktree(name, at: fixture.root)
        }
        #expect(error?.code == .invalidWorktreeName)
    }

    @Test("a branch of the name that was there before stays when the worktree goes, also after it came back")
    func ownBranch() throws {
        let fixture = try CoordinatorFixture()
        let tip = try fixture.git(["rev-parse", "main"])
        try fixture.git(["branch", "--quiet", "worktree-bar", tip])
        let made = try fixture.command().createNamedWorktree("bar", at: fixture.root)
        let outcome = try fixture.command().removeWorktree(made.path)
        #expect(outcome.removed)
        #expect(outcome.branchStays == .isOwn)
        let trash = try #require(try fixture.command().trash().first)
        let back = try fixture.command().restoreTrash(trash.id, to: nil)
        #expect(try fixture.command().removeWorktree(back.path).branchDeleted == false)
        #expect(try fixture.git(["rev-parse", "worktree-bar"]) == tip)
    }

    @Test("a branch that was made for it goes, in every kind of repository", arguments: [[], ["--bare"]])
    func madeBranch(arguments: [String]) throws {
        let fixture = try CoordinatorFixture()
        let root = fixture.gitFixture.directory.appending("other")
        try fixture.git(["clone", "--quiet"] + arguments + [fixture.root, root])
        if !arguments.isEmpty { try fixture.git(["worktree", "add", "--quiet", root + "/main", "main"], at: root) }
        let made = try fixture.command().createNamedWorktree("bar", at: root)
        #expect(try fixture.command().removeWorktree(made.path).branchDeleted)
    }

    @Test("a branch that was made by hand under the name of one that was renamed stays")
    func madeByHand() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let branch = try #require(session.session.branch)
        try fixture.git(["switch", "--quiet", "-c", "other"], at: session.directory)
        try fixture.git(["branch", "--quiet", "-m", branch, "saved"])
        try fixture.git(["branch", "--quiet", branch, "main"])
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true)
        #expect(try fixture.branches.contains(branch))
    }

    @Test("a branch that was made for a worktree and has got another name by hand stays")
    func renamed() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try fixture.git(["branch", "--quiet", "-m", "worktree-bar"], at: session.directory)
        _ = try fixture.command().release(.id(session.session.id), reason: "test")
        let made = try fixture.command().createNamedWorktree("bar", at: fixture.root)
        #expect(try fixture.command().removeWorktree(made.path).branchStays == .isOwn)
    }

    @Test("a branch on which a worktree came back to a path of its name stays")
    func restoredBeside() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try fixture.git(["switch", "--quiet", "-c", "feature"], at: session.directory)
        try Files.write(session.directory + "/work", "work\n")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let place = fixture.gitFixture.directory.appending("feature")
        _ = try fixture.command().restoreRescue(try #require(outcome?.rescue), to: place)
        #expect(try fixture.command().removeWorktree(place).removed)
        #expect(try fixture.branches.contains("feature"))
    }
}
