import CoordinatorFixtures
import Glibc
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
        #expect(first.isDirectoryGone)
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

    @Test("moved by hand, not deleted: git's record and the branch stay, and what helps brings it back")
    func movedByHand() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let branch = try #require(session.session.branch)
        let place = fixture.worktreeRoot + "/it's mine"
        try Files.write(session.directory + "/staged", "staged\n")
        try fixture.git(["add", "staged"], at: session.directory)
        try Files.write(session.directory + "/new", "new\n")
        try #require(rename(session.directory, place) == 0)
        let outcome = try release(fixture, session)
        #expect(!outcome.removed && outcome.rescue == nil)
        #expect(outcome.kept?.contains("it was moved, and git does not know: \(place)") == true, "\(outcome)")
        #expect(try fixture.branches.contains(branch) && fixture.listedWorktrees.contains(session.directory))
        #expect(try !fixture.command().removeWorktree(session.directory).removed)
        try Remedy.follow(outcome.kept, in: fixture)
        #expect(try fixture.git(["status", "--porcelain"], at: session.directory) == "A  staged\n?? new")
        let rescue = try #require(try fixture.command().removeWorktree(session.directory).rescue)
        #expect(try fixture.command().rescue(rescue).untrackedFiles == 1)
    }

    @Test("moved by hand and repaired: it stays at its new place with its branch")
    func movedAndRepaired() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let place = fixture.worktreeRoot + "/mine"
        try Files.write(session.directory + "/new", "new\n")
        try #require(rename(session.directory, place) == 0)
        _ = try release(fixture, session)
        try fixture.git(["worktree", "repair", place])
        _ = try fixture.command().cleanup()
        #expect(Files.read(place + "/new") == "new\n")
        #expect(try fixture.git(["symbolic-ref", "--short", "HEAD"], at: place) == session.session.branch)
        _ = try fixture.command().cleanup()
        #expect(try fixture.command().worktrees().map(\.path) == [place])
    }

    @Test("moved with git: it stays at its new place, which is named, and goes by that name")
    func movedWithGit() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let place = fixture.gitFixture.directory.appending("mine")
        try fixture.git(["worktree", "move", "-f", "-f", session.directory, place])
        try Files.write(place + "/new", "new\n")
        let outcome = try release(fixture, session)
        #expect(!outcome.removed && !outcome.isDirectoryGone)
        #expect(outcome.path == place)
        #expect(outcome.kept == "it was moved there from \(session.directory)")
        #expect(try fixture.command().worktrees().map(\.path) == [place])
        #expect(Files.read(place + "/new") == "new\n")
        let removed = try fixture.command().removeWorktree(place)
        #expect(removed.removed && removed.rescue != nil && removed.branchDeleted)
    }

    /// git-annex makes the `.git` of a worktree a link.
    @Test("its .git is a link to git's record: goes like any other; moved by hand, it stays", arguments: [false, true])
    func linkedByLink(isMoved: Bool) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let record = try fixture.git(["rev-parse", "--absolute-git-dir"], at: session.directory)
        unlink(session.directory + "/.git")
        let name = String(record.split(separator: "/").last ?? "")
        symlink(
            "../../\(fixture.root.split(separator: "/").last ?? "")/.git/worktrees/\(name)", session.directory + "/.git"
        )
        try Files.write(session.directory + "/README", "staged\n")
        try fixture.git(["add", "README"], at: session.directory)
        try Files.write(session.directory + "/README", "changed\n")
        try Files.write(session.directory + "/new", "new\n")
        if isMoved {
            let place = session.directory + "-moved"
            try #require(rename(session.directory, place) == 0)
            let outcome = try release(fixture, session)
            #expect(outcome.kept?.contains("it was moved, and git does not know: \(place)") == true, "\(outcome)")
            try Remedy.follow(outcome.kept, in: fixture)
            #expect(try fixture.git(["status", "--porcelain"], at: session.directory) == "MM README\n?? new")
        } else {
            let outcome = try release(fixture, session)
            #expect(outcome.removed, "\(outcome.kept ?? "")")
            let trash = try #require(try fixture.command().trash().first)
            let back = try fixture.command().restoreTrash(trash.id)
            #expect(try fixture.git(["status", "--porcelain"], at: back.path) == "MM README\n?? new")
            #expect(Files.read(back.path + "/README") == "changed\n")
        }
    }
}
