import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// A restore that was killed is no obstacle to the next one.
@Suite struct RestoreAgainTests {
    private func removed() throws -> (fixture: CoordinatorFixture, place: String, rescue: String) {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/README", "staged\n")
        try fixture.git(["add", "README"], at: session.directory)
        try Files.write(session.directory + "/new", "new\n")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        return (fixture, session.directory, try #require(outcome?.rescue))
    }

    @Test(
        "the same command brings all of it back, wherever it was killed",
        arguments: ["restore-rescue", "restore-trash"])
    func again(verb: String) throws {
        let whole = try removed()
        let words = { (rescue: String, place: String) in [verb, verb == "restore-rescue" ? rescue : place] }
        let points = try Victim(whole.fixture).run(words(whole.rescue, whole.place), killAt: "").points
        try #require(points.contains("restore.added"))
        for point in points where point != "end" {
            let (fixture, place, rescue) = try removed()
            let killed = try Victim(fixture).run(words(rescue, place), killAt: point)
            #expect(killed.status == .signaled(SIGKILL), "\(point)")
            let ending = try Victim(fixture).run(words(rescue, place), killAt: "")
            #expect(ending.status == .exited(0), "\(point): \(ending.lines)")
            #expect(try fixture.git(["status", "--porcelain"], at: place) == "M  README\n?? new", "\(point)")
        }
    }

    @Test("while another command still works there, nothing is taken from it")
    func atWork() throws {
        let (fixture, place, rescue) = try removed()
        let ending = try Victim(fixture).run(["restore-rescue", rescue], killAt: "restore.begun")
        #expect(ending.status == .signaled(SIGKILL))
        try fixture.sql("UPDATE worktrees SET owner_pid = 6000009, owner_start_time = 1")
        let error = #expect(throws: ParallelError.self) { try fixture.command().restoreRescue(rescue, to: nil) }
        #expect(error?.code == .worktreeInUse)
        #expect(try fixture.command().worktrees().map(\.path) == [place])
    }
}
