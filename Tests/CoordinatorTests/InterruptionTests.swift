import CoordinatorFixtures
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
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "1\n", "b/c": "2\n"], message: "files")
        try fixture.start(1)
        let ending = try Victim(fixture).run(["register", fixture.root, "6000002"], killAt: point, signal: signal)
        #expect(ending.status == .exited(1), "\(ending.lines)")
        #expect(ending.lines.last?.contains("interrupted") == true, "\(ending.lines)")
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(try fixture.branches == ["main"])
        #expect(try fixture.command().livingSessions().count == 1)
        #expect(try fixture.command().rescues().isEmpty)
        #expect(try !fixture.start(3).isMainCheckout)
    }

    @Test(
        "a release that is interrupted keeps the worktree or has removed it; what it held is there",
        arguments: [
            "remove.taken", "remove.rescued", "remove.moved", "remove.verified", "remove.forgotten", "remove.branch",
        ])
    func release(point: String) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/work", "work\n")
        _ = try Victim(fixture).run(["release", session.session.id], killAt: point, signal: SIGINT)
        fixture.kill(fixture.claude(2))
        #expect(try FindableContent(fixture).missing(["work\n"]) == [])
        #expect(try fixture.command().cleanup().failures.isEmpty)
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try FindableContent(fixture).missing(["work\n"]) == [])
        #expect(try fixture.command().rescues().count == 1)
    }

    @Test(
        "a restore that is interrupted leaves nothing, and can be done again",
        arguments: ["restore.begun", "restore.added"])
    func restore(point: String) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/work", "work\n")
        let rescue = try #require(
            try fixture.command().release(.id(session.session.id), reason: "test").worktree?.rescue)
        let ending = try Victim(fixture).run(["restore-rescue", rescue], killAt: point, signal: SIGINT)
        #expect(ending.status == .exited(1))
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(try Files.read(fixture.command().restoreRescue(rescue, to: nil).path + "/work") == "work\n")
    }
}
