import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Ctrl-C in the middle: what was begun is taken back before the command ends.
@Suite struct InterruptionTests {
    @Test(
        "a register that is interrupted leaves nothing",
        arguments: ["register.decided", "create.added", "create.filled", "create.furnished"],
        [SIGINT, SIGTERM, SIGHUP])
    func register(point: String, signal: Int32) throws {
        let world = try World()
        try world.fixture.commit(["a": "1\n", "b/c": "2\n"], message: "files")
        try world.start(1)
        let ending = try Victim(world).run(["register", world.root, "6000002"], killAt: point, signal: signal)
        #expect(ending.status == .exited(1) && ending.lines.last?.contains("interrupted") == true, "\(ending.lines)")
        #expect(try world.command().worktrees().isEmpty)
        #expect(try world.listedWorktrees == [world.root])
        #expect(try world.branches == ["main"])
        #expect(try world.command().livingSessions().count == 1)
        #expect(try world.command().rescues().isEmpty)
        #expect(try !world.start(3).isMainCheckout)
    }

    @Test(
        "a release that is interrupted keeps the worktree or has removed it; what it held is there",
        arguments: [
            "remove.taken", "remove.rescued", "remove.moved", "remove.verified", "remove.forgotten", "remove.branch",
        ])
    func release(point: String) throws {
        let world = try World()
        let session = try world.startInWorktree()
        try Files.write(session.directory + "/work", "work\n")
        _ = try Victim(world).run(["release", session.session.id], killAt: point, signal: SIGINT)
        world.kill(world.claude(2))
        #expect(try Oracle(world).missing(["work\n"]) == [])
        #expect(try world.command().cleanup().failures.isEmpty)
        #expect(try world.listedWorktrees == [world.root] && world.command().worktrees().isEmpty)
        #expect(try Oracle(world).missing(["work\n"]) == [])
        #expect(try world.command().rescues().count == 1)
    }

    @Test(
        "a restore that is interrupted leaves nothing, and can be done again",
        arguments: ["restore.begun", "restore.added"])
    func restore(point: String) throws {
        let world = try World()
        let session = try world.startInWorktree()
        try Files.write(session.directory + "/work", "work\n")
        let rescue = try #require(
            try world.command().release(.id(session.session.id), reason: "test").worktree?.rescue)
        let ending = try Victim(world).run(["restore-rescue", rescue], killAt: point, signal: SIGINT)
        #expect(ending.status == .exited(1))
        #expect(try world.command().worktrees().isEmpty && world.listedWorktrees == [world.root])
        #expect(try Files.read(world.command().restoreRescue(rescue, to: nil).path + "/work") == "work\n")
    }
}
