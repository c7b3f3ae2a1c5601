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
        let world = try World()
        let first = try world.start(1)
        #expect(first.isMainCheckout && first.isNew && first.directory == world.root)
        #expect(first.parallelSessions == 1 && first.session.worktreeName == nil && first.portBase == nil)
        let second = try world.start(2)
        #expect(!second.isMainCheckout && second.isNew && second.parallelSessions == 2)
        let name = try #require(second.session.worktreeName)
        #expect(second.session.worktreePath == world.worktreeRoot + "/" + name)
        #expect(second.session.branch == name && second.session.state == .active && second.portBase == 20_000)
        #expect(try world.git(["branch", "--show-current"], at: second.directory) == name)
        #expect(try world.git(["status", "--porcelain"], at: second.directory) == "")
        #expect(Files.read(second.directory + "/README") == "hello\n")
        #expect(try world.git(["rev-parse", "HEAD"]) == world.git(["rev-parse", "HEAD"], at: second.directory))
    }

    @Test("a dead first session leaves the main checkout free")
    func deadFirst() throws {
        let world = try World()
        let first = try world.start(1)
        world.kill(world.claude(1))
        #expect(try world.start(2).isMainCheckout)
        #expect(try world.command().session(.id(first.session.id))?.state == .lost)
    }

    @Test("the same process is registered once; a reused pid is another process")
    func sameProcess() throws {
        let world = try World()
        let first = try world.start(1)
        let again = try world.start(1)
        #expect(!again.isNew && again.session.id == first.session.id && again.directory == first.directory)
        world.kill(world.claude(1))
        let reused = try world.command().register(
            RegisterRequest(directory: world.root, process: world.claude(1, startTime: 999)))
        #expect(reused.isNew && reused.session.id != first.session.id && reused.isMainCheckout)
    }

    @Test("the same process in another repository ends its session in the first")
    func otherRepository() throws {
        let world = try World()
        let other = try World()
        let first = try world.start(1)
        let second = try world.start(1, at: other.root)
        #expect(second.isNew && second.session.repository == other.repository)
        #expect(try world.command().session(.id(first.session.id))?.state == .ended)
    }

    @Test("--here shares the checkout; it stays taken until both are gone")
    func here() throws {
        let world = try World()
        let first = try world.start(1)
        let second = try world.start(2, here: true)
        #expect(second.isMainCheckout && second.parallelSessions == 2)
        _ = try world.command().release(.id(first.session.id), reason: "test")
        #expect(try !world.start(3).isMainCheckout)
        _ = try world.command().release(.id(second.session.id), reason: "test")
        #expect(try world.start(4).isMainCheckout)
    }

    @Test("a session keeps to the subdirectory it was started in")
    func subdirectory() throws {
        let world = try World()
        try world.fixture.commit(["deep/er/file": "x"], message: "deep")
        let first = try world.start(1, at: world.root + "/deep/er")
        #expect(first.directory == world.root + "/deep/er" && first.session.subdirectory == "deep/er")
        let second = try world.start(2, at: world.root + "/deep/er")
        #expect(second.directory == second.session.worktreePath + "/deep/er")
        Files.makeDirectories(world.root + "/only here")
        let third = try world.start(3, at: world.root + "/only here")
        #expect(third.directory == third.session.worktreePath)
    }

    @Test("a linked worktree of the user's is a place like any other")
    func linkedWorktree() throws {
        let world = try World()
        let linked = try world.fixture.addWorktree("linked")
        try world.start(1)
        let second = try world.start(2, at: linked)
        #expect(second.directory == linked && !second.isMainCheckout && second.session.worktreeName == nil)
        let third = try world.start(3, at: linked)
        #expect(third.session.worktreePath.hasPrefix(world.worktreeRoot + "/"))
        let released = try world.command().release(.id(second.session.id), reason: "test")
        #expect(released.worktree == nil && Files.exists(linked + "/README"))
    }

    @Test("a worktree of ours whose session is gone can be taken up by starting in it")
    func takenUp() throws {
        let world = try World()
        let second = try world.startInWorktree()
        world.kill(world.claude(2))
        let third = try world.start(3, at: second.directory)
        #expect(third.directory == second.directory && third.session.worktreeName == second.session.worktreeName)
        let released = try world.command().release(.id(third.session.id), reason: "test")
        #expect(released.worktree?.removed == true)
    }

    @Test("the worktree starts at a detached HEAD's commit")
    func detached() throws {
        let world = try World()
        try world.git(["checkout", "--quiet", "--detach"])
        try world.fixture.commit(["x": "detached\n"], message: "on no branch")
        let second = try world.startInWorktree()
        #expect(Files.read(second.directory + "/x") == "detached\n")
    }

    @Test("without commits the first session works, the second is refused and nothing is left")
    func unborn() throws {
        let world = try World(commit: false)
        #expect(try world.start(1).isMainCheckout)
        let error = #expect(throws: ParallelError.self) { try world.start(2) }
        #expect(error?.code == .checkoutInUse && error?.hint?.contains("--here") == true)
        #expect(try world.command().worktrees().isEmpty && !Files.exists(world.worktreeRoot))
        #expect(try world.command().livingSessions().count == 1)
        #expect(try world.start(3, here: true).isMainCheckout)
    }

    @Test("session.withoutWorktree=share starts in the checkout instead of refusing")
    func sharing() throws {
        let world = try World(commit: false)
        try world.start(1)
        let second = try world.start(2, overrides: ["session.withoutWorktree": "share"])
        #expect(second.isMainCheckout && second.notice?.contains("no commits") == true)
    }

    @Test("bare and missing repositories are errors of their own")
    func noCheckout() throws {
        let bare = try World(initArguments: ["--bare"], commit: false)
        let first = #expect(throws: ParallelError.self) { try bare.start(1) }
        #expect(first?.code == .bareRepository && first?.hint == nil)
        let broken = try World()
        try broken.git(["config", "core.bare", "true"])
        let third = #expect(throws: ParallelError.self) { try broken.start(1) }
        #expect(third?.code == .bareRepository && third?.hint?.contains("config core.bare false") == true)
        let nowhere = TemporaryDirectory()
        let second = #expect(throws: ParallelError.self) { try bare.start(1, at: nowhere.path) }
        #expect(second?.code == .notARepository)
        let fourth = #expect(throws: ParallelError.self) { try bare.start(1, at: nowhere.appending("missing")) }
        #expect(fourth?.code == .notARepository)
    }

    @Test("a linked worktree of a bare repository called .git has no main checkout")
    func bareNamedGit() throws {
        let world = try World()
        let place = world.fixture.directory.appending("bare")
        Files.makeDirectories(place)
        try world.git(["clone", "--quiet", "--bare", world.root, place + "/.git"])
        try world.git(["worktree", "add", "--quiet", place + "/one"], at: place + "/.git")
        let first = try world.start(1, at: place + "/one")
        #expect(!first.isMainCheckout && first.directory == place + "/one")
        let second = try world.start(2, at: place + "/one")
        #expect(second.session.worktreePath.hasPrefix(place + "/one-worktrees/"))
        #expect(try world.git(["status", "--porcelain"], at: second.directory) == "")
    }

    @Test("names with spaces, quotes, line breaks and letters beyond ASCII")
    func oddNames() throws {
        let world = try World()
        let odd = world.fixture.directory.appending("odd 'näme\"\nsecond line")
        try world.git(["clone", "--quiet", world.root, odd])
        try world.start(1, at: odd)
        let second = try world.start(2, at: odd)
        #expect(second.session.worktreePath.hasPrefix(odd + "-worktrees/"))
        try Files.write(second.directory + "/new file\n", "text")
        let released = try world.command().release(.id(second.session.id), reason: "test")
        let rescue = try #require(released.worktree?.rescue)
        #expect(!Files.exists(second.directory))
        #expect(try world.command().restoreRescue(rescue, to: nil).path == second.directory)
        #expect(Files.read(second.directory + "/new file\n") == "text")
    }
}
