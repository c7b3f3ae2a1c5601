import Exec
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// What is named as the way to get a worktree away that is kept, done as it stands, gets it away. Those of submodules are in
/// `SubmoduleKeepTests`.
@Suite struct RemedyTests {
    struct Obstacle: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let words: String
        /// - Returns: a file that must be there afterwards, with its content.
        let make: @Sendable (World, String) throws -> (path: String, content: String)?

        init(
            _ description: String, _ words: String,
            make: @escaping @Sendable (World, String) throws -> (path: String, content: String)?
        ) {
            testDescription = description
            self.words = words
            self.make = make
        }
    }

    static let obstacles: [Obstacle] = [
        Obstacle("the user's lock", "it is locked") { world, place in
            try world.git(["worktree", "unlock", place])
            try world.git(["worktree", "lock", "--reason", "mine", place])
            return nil
        },
        Obstacle("the lock of a git that was killed", "another git process is at work in it") { world, place in
            try Files.write(try world.git(["rev-parse", "--git-path", "index.lock"], at: place), "")
            return nil
        },
        Obstacle("a repository inside", "a repository of its own lies inside") { world, place in
            try world.git(["init", "--quiet", place + "/it's deep/inner"])
            try Files.write(place + "/it's deep/inner/own", "own\n")
            return (place + "-it's deep-inner/own", "own\n")
        },
        Obstacle("a bare repository inside", "a repository of its own lies inside") { world, place in
            try world.git(["init", "--quiet", "--bare", place + "/inner.git"])
            return (place + "-inner.git/HEAD", "ref: refs/heads/main\n")
        },
        Obstacle("another worktree inside", "a repository of its own lies inside") { world, place in
            try world.git(["worktree", "add", "--quiet", "--detach", place + "/inner"])
            return (place + "-inner/README", "hello\n")
        },
        Obstacle("a repository in the place of the worktree", "a repository of its own lies inside") { world, place in
            unlink(place + "/.git")
            try world.git(["init", "--quiet", place])
            try Files.write(place + "/own", "own\n")
            return (place + "-moved/own", "own\n")
        },
        Obstacle("another repository's worktree at its place", "its .git leads to another repository") { world, place in
            let other = world.fixture.directory.appending("other")
            try world.git(["init", "--quiet", other])
            try world.fixture.commit(["own": "own\n"], message: "one", at: other)
            TemporaryDirectory.remove(place)
            try world.git(["worktree", "add", "--quiet", "-b", "mine", place], at: other)
            return (place + "-moved/own", "own\n")
        },
        Obstacle("out of git's list", "git does not know it as a worktree any more") { world, place in
            try Files.write(place + "/own", "own\n")
            TemporaryDirectory.remove(try world.git(["rev-parse", "--git-dir"], at: place))
            return (place + "-moved/own", "own\n")
        },
    ]

    @Test("what helps", arguments: obstacles)
    func helps(obstacle: Obstacle) throws {
        let world = try World()
        let session = try world.startInWorktree()
        let file = try obstacle.make(world, session.directory)
        let outcome = try #require(
            try world.command().release(.id(session.session.id), reason: "test").worktree)
        #expect(outcome.kept?.contains(obstacle.words) == true, "\(outcome.kept ?? "removed")")
        try Remedy.follow(outcome.kept, in: world)
        #expect(try world.command().removeWorktree(session.directory).removed)
        #expect(try world.command().worktrees().isEmpty)
        guard let file else { return }
        #expect(Files.read(file.path) == file.content)
    }

    @Test("changes over the limit: with the limit that is named")
    func tooLarge() throws {
        let world = try World()
        let session = try world.startInWorktree()
        try Files.write(session.directory + "/big", String(repeating: "x", count: 5_000))
        let limited = try world.command(overrides: ["rescue.maxBytes": "4999"])
        let kept = try #require(try limited.release(.id(session.session.id), reason: "test").worktree?.kept)
        let words = kept.split(separator: " ").suffix(5).map(String.init)
        #expect(words.prefix(4) == ["parallel-cc", "config", "set", "rescue.maxBytes"], "\(kept)")
        let raised = try world.command(overrides: [words[3]: words[4]])
        #expect(try raised.removeWorktree(session.directory).rescue != nil)
    }

    @Test("a session of another container whose lock is taken away")
    func heldElsewhere() throws {
        let world = try World()
        let second = try world.startInWorktree()
        _ = try world.command().keepWorktree(try #require(second.session.worktreeName), reason: "for later")
        _ = try world.command().release(.id(second.session.id), reason: "test")
        var context = world.context(5_000_020)
        context.dataDirectory = world.fixture.directory.appending("data-elsewhere")
        mkdir(context.dataDirectory, 0o700)
        context.host = HostIdentity(bootID: "boot", machineID: "machine", pidNamespace: 2)
        _ = try Coordinator(context).register(
            RegisterRequest(directory: world.root, process: world.claude(9), here: true))
        let name = try #require(try Coordinator(context).worktrees().first).id
        _ = try world.start(3, at: second.directory)
        let outcome = try Coordinator(context).removeWorktree(name)
        #expect(outcome.kept?.contains("another session may live in it") == true)
        try Remedy.follow(outcome.kept, in: world)
        #expect(try Coordinator(context).removeWorktree(name).removed)
    }

    @Test("a file that cannot be read", .enabled(if: Victim.canBeNobody), arguments: [true, false])
    func unreadable(isOwn: Bool) throws {
        let world = try World()
        let session = try world.startInWorktree()
        try Files.write(session.directory + "/secret", "x", mode: 0o000)
        let victim = Victim(world)
        try victim.giveEverythingToNobody()
        if !isOwn { chown(session.directory + "/secret", 0, 0) }
        #expect(try victim.run("release", session.session.id, asNobody: true).status == .exited(0))
        let kept = try #require(try world.command().worktree(session.directory).keptReason)
        #expect(kept.contains("a file cannot be read: secret"))
        try Remedy.follow(kept, in: world)
        let id = session.session.worktreeName ?? ""
        let ending = try victim.run("remove", id, asNobody: true)
        #expect(ending.status == .exited(0) && !Files.exists(session.directory), "\(ending.lines)")
    }

    @Test("a worktree that was never finished and is kept: by name, once the reason is gone")
    func unfinished() throws {
        let world = try World()
        try world.start(1)
        let ending = try Victim(world).run("register", world.root, "6000002", killAt: "create.filled")
        #expect(ending.status == .signaled(SIGKILL))
        world.kill(world.claude(2))
        let row = try #require(try world.command().worktrees().first)
        try world.git(["init", "--quiet", row.path + "/inner"])
        let outcome = try world.command(5_000_010).removeWorktree(row.id)
        #expect(outcome.kept?.contains("a repository of its own lies inside") == true)
        try Remedy.follow(outcome.kept, in: world)
        #expect(try world.command(5_000_011).removeWorktree(row.id).removed)
    }
}
