import CoordinatorFixtures
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Who gets the checkout, who gets a worktree of its own.
@Suite struct RegisterTests {
    @Test("the first session gets the main checkout, the second a worktree on a branch of its own")
    func firstAndSecond() throws {
        let fixture = try CoordinatorFixture()
        let first = try fixture.start(1)
        #expect(first.isMainCheckout)
        #expect(first.isNew)
        #expect(first.directory == fixture.root)
        #expect(first.parallelSessions == 1)
        #expect(first.session.worktreeName == nil)
        #expect(first.portBase == nil)
        let second = try fixture.start(2)
        #expect(!second.isMainCheckout)
        #expect(second.isNew)
        #expect(second.parallelSessions == 2)
        let name = try #require(second.session.worktreeName)
        #expect(second.session.worktreePath == fixture.worktreeRoot + "/" + name)
        #expect(second.session.branch == name)
        #expect(second.session.state == .active)
        #expect(second.portBase == 20_000)
        #expect(try fixture.git(["branch", "--show-current"], at: second.directory) == name)
        #expect(try fixture.git(["status", "--porcelain"], at: second.directory) == "")
        #expect(Files.read(second.directory + "/README") == "hello\n")
        #expect(try fixture.git(["rev-parse", "HEAD"]) == fixture.git(["rev-parse", "HEAD"], at: second.directory))
    }

    @Test("a dead first session leaves the main checkout free")
    func deadFirst() throws {
        let fixture = try CoordinatorFixture()
        let first = try fixture.start(1)
        fixture.kill(fixture.claude(1))
        #expect(try fixture.start(2).isMainCheckout)
        #expect(try fixture.command().session(.id(first.session.id))?.state == .lost)
    }

    @Test("the same process is registered once; a reused pid is another process")
    func sameProcess() throws {
        let fixture = try CoordinatorFixture()
        let first = try fixture.start(1)
        let again = try fixture.start(1)
        #expect(!again.isNew)
        #expect(again.session.id == first.session.id)
        #expect(again.directory == first.directory)
        fixture.kill(fixture.claude(1))
        let reused = try fixture.command().register(
            RegisterRequest(directory: fixture.root, process: fixture.claude(1, startTime: 999)))
        #expect(reused.isNew)
        #expect(reused.session.id != first.session.id)
        #expect(reused.isMainCheckout)
    }

    @Test("the same process in another repository ends its session in the first")
    func otherRepository() throws {
        let fixture = try CoordinatorFixture()
        let other = try CoordinatorFixture()
        let first = try fixture.start(1)
        let second = try fixture.start(1, at: other.root)
        #expect(second.isNew)
        #expect(second.session.repository == other.repository)
        #expect(try fixture.command().session(.id(first.session.id))?.state == .ended)
    }

    @Test("--here shares the checkout; it stays taken until both are gone")
    func here() throws {
        let fixture = try CoordinatorFixture()
        let first = try fixture.start(1)
        let second = try fixture.start(2, here: true)
        #expect(second.isMainCheckout)
        #expect(second.parallelSessions == 2)
        _ = try fixture.command().release(.id(first.session.id), reason: "test")
        #expect(try !fixture.start(3).isMainCheckout)
        _ = try fixture.command().release(.id(second.session.id), reason: "test")
        #expect(try fixture.start(4).isMainCheckout)
    }

    @Test("a session keeps to the subdirectory it was started in")
    func subdirectory() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["deep/er/file": "x"], message: "deep")
        let first = try fixture.start(1, at: fixture.root + "/deep/er")
        #expect(first.directory == fixture.root + "/deep/er")
        #expect(first.session.subdirectory == "deep/er")
        let second = try fixture.start(2, at: fixture.root + "/deep/er")
        #expect(second.directory == second.session.worktreePath + "/deep/er")
        Files.makeDirectories(fixture.root + "/only here")
        let third = try fixture.start(3, at: fixture.root + "/only here")
        #expect(third.directory == third.session.worktreePath)
    }

    @Test("a linked worktree of the user's is a place like any other")
    func linkedWorktree() throws {
        let fixture = try CoordinatorFixture()
        let linked = try fixture.gitFixture.addWorktree("linked")
        try fixture.start(1)
        let second = try fixture.start(2, at: linked)
        #expect(second.directory == linked)
        #expect(!second.isMainCheckout)
        #expect(second.session.worktreeName == nil)
        let third = try fixture.start(3, at: linked)
        #expect(third.session.worktreePath.hasPrefix(fixture.worktreeRoot + "/"))
        let released = try fixture.command().release(.id(second.session.id), reason: "test")
        #expect(released.worktree == nil)
        #expect(Files.exists(linked + "/README"))
    }

    @Test("a worktree of ours whose session is gone can be taken up by starting in it")
    func takenUp() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        fixture.kill(fixture.claude(2))
        let third = try fixture.start(3, at: second.directory)
        #expect(third.directory == second.directory)
        #expect(third.session.worktreeName == second.session.worktreeName)
        let released = try fixture.command().release(.id(third.session.id), reason: "test")
        #expect(released.worktree?.removed == true)
    }

    @Test("the worktree starts at a detached HEAD's commit")
    func detached() throws {
        let fixture = try CoordinatorFixture()
        try fixture.git(["checkout", "--quiet", "--detach"])
        try fixture.gitFixture.commit(["x": "detached\n"], message: "on no branch")
        let second = try fixture.startInWorktree()
        #expect(Files.read(second.directory + "/x") == "detached\n")
    }

    @Test("without commits the first session works, the second is refused and nothing is left")
    func unborn() throws {
        let fixture = try CoordinatorFixture(commit: false)
        #expect(try fixture.start(1).isMainCheckout)
        let error = #expect(throws: ParallelError.self) { try fixture.start(2) }
        #expect(error?.code == .checkoutInUse)
        #expect(error?.hint?.contains("--here") == true)
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(!Files.exists(fixture.worktreeRoot))
        #expect(try fixture.command().livingSessions().count == 1)
        #expect(try fixture.start(3, here: true).isMainCheckout)
    }

    @Test("session.withoutWorktree=share starts in the checkout instead of refusing")
    func sharing() throws {
        let fixture = try CoordinatorFixture(commit: false)
        try fixture.start(1)
        let second = try fixture.start(2, overrides: ["session.withoutWorktree": "share"])
        #expect(second.isMainCheckout)
        #expect(second.notice?.contains("no commits") == true)
    }

    @Test("bare and missing repositories are errors of their own")
    func noCheckout() throws {
        let bare = try CoordinatorFixture(initArguments: ["--bare"], commit: false)
        let first = #expect(throws: ParallelError.self) { try bare.start(1) }
        #expect(first?.code == .bareRepository)
        #expect(first?.hint == nil)
        let broken = try CoordinatorFixture()
        try broken.git(["config", "core.bare", "true"])
        let third = #expect(throws: ParallelError.self) { try broken.start(1) }
        #expect(third?.code == .bareRepository)
        #expect(third?.hint?.contains("config core.bare false") == true)
        let nowhere = TemporaryDirectory()
        let second = #expect(throws: ParallelError.self) { try bare.start(1, at: nowhere.path) }
        #expect(second?.code == .notARepository)
        let fourth = #expect(throws: ParallelError.self) { try bare.start(1, at: nowhere.appending("missing")) }
        #expect(fourth?.code == .notARepository)
    }

    @Test("a linked worktree of a bare repository called .git has no main checkout")
    func bareNamedGit() throws {
        let fixture = try CoordinatorFixture()
        let place = fixture.gitFixture.directory.appending("bare")
        Files.makeDirectories(place)
        try fixture.git(["clone", "--quiet", "--bare", fixture.root, place + "/.git"])
        try fixture.git(["worktree", "add", "--quiet", place + "/one"], at: place + "/.git")
        let first = try fixture.start(1, at: place + "/one")
        #expect(!first.isMainCheckout)
        #expect(first.directory == place + "/one")
        let second = try fixture.start(2, at: place + "/one")
        #expect(second.session.worktreePath.hasPrefix(place + "/one-worktrees/"))
        #expect(try fixture.git(["status", "--porcelain"], at: second.directory) == "")
    }

    @Test("names with spaces, quotes, line breaks and letters beyond ASCII")
    func oddNames() throws {
        let fixture = try CoordinatorFixture()
        let odd = fixture.gitFixture.directory.appending("odd 'näme\"\nsecond line")
        try fixture.git(["clone", "--quiet", fixture.root, odd])
        try fixture.start(1, at: odd)
        let second = try fixture.start(2, at: odd)
        #expect(second.session.worktreePath.hasPrefix(odd + "-worktrees/"))
        try Files.write(second.directory + "/new file\n", "text")
        let released = try fixture.command().release(.id(second.session.id), reason: "test")
        let rescue = try #require(released.worktree?.rescue)
        #expect(!Files.exists(second.directory))
        #expect(try fixture.command().restoreRescue(rescue, to: nil).path == second.directory)
        #expect(Files.read(second.directory + "/new file\n") == "text")
    }
}
