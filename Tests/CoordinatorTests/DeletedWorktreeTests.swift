import CoordinatorFixtures
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// A session ends whose worktree somebody has deleted by hand.
@Suite struct DeletedWorktreeTests {
    private func release(_ fixture: CoordinatorFixture, _ registration: Registration) throws -> RemovalOutcome {
        let result = try fixture.command().release(.id(registration.session.id), reason: "test")
        #expect(result.released)
        return try #require(result.worktree)
    }

    @Test("a worktree deleted by hand: git's list is cleaned, staged work and unreachable commits are rescued")
    func deletedByHand() throws {
        let fixture = try CoordinatorFixture()
        let clean = try fixture.startInWorktree()
        TemporaryDirectory.remove(clean.directory)
        let first = try release(fixture, clean)
        #expect(first.removed)
        #expect(first.branchDeleted)
        #expect(first.rescue == nil)
        let third = try fixture.start(3)
        try Files.write(third.directory + "/staged", "only in the index\n")
        try fixture.git(["add", "staged"], at: third.directory)
        try fixture.git(["switch", "--quiet", "--detach"], at: third.directory)
        try fixture.git(["commit", "--quiet", "--allow-empty", "-m", "unreachable"], at: third.directory)
        TemporaryDirectory.remove(third.directory)
        let id = try #require(try release(fixture, third).rescue)
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(try fixture.command().trash().isEmpty)
        try fixture.git(["gc", "--quiet", "--prune=now"])
        let rescue = try fixture.command().rescue(id)
        #expect(try fixture.git(["log", "--format=%s", "-1", try #require(rescue.head)]) == "unreachable")
    }

    @Test("deleted by hand while its place lies inside another repository: that one is not taken for it")
    func deletedInsideOther() throws {
        let fixture = try CoordinatorFixture()
        try fixture.git(["init", "--quiet", fixture.gitFixture.directory.path])
        try fixture.git(["commit", "--quiet", "--allow-empty", "-m", "outer"], at: fixture.gitFixture.directory.path)
        let session = try fixture.startInWorktree(overrides: ["worktree.root": "../inside"])
        try fixture.git(["switch", "--quiet", "--detach"], at: session.directory)
        try fixture.git(["commit", "--quiet", "--allow-empty", "-m", "unreachable"], at: session.directory)
        TemporaryDirectory.remove(session.directory)
        let rescue = try fixture.command().rescue(try #require(try release(fixture, session).rescue))
        #expect(try fixture.git(["log", "--format=%s", "-1", try #require(rescue.head)]) == "unreachable")
    }
}
