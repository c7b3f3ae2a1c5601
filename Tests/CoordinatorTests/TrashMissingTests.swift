import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// What is said of entries of the trash that are not where they were, or that have lost their rescue.
@Suite struct TrashMissingTests {
    private let fixture: CoordinatorFixture
    private let session: Registration

    init() throws {
        fixture = try CoordinatorFixture()
        session = try fixture.startInWorktree()
        try Files.write(session.directory + "/README", "staged\n")
        try fixture.git(["add", "README"], at: session.directory)
        _ = try fixture.command().release(.id(session.session.id), reason: "test")
    }

    private func entry() throws -> TrashRecord { try #require(try fixture.command().trash().first) }

    @Test("moved together with the repository: nothing is said to be deleted that was not, and nothing is lost")
    func movedTogether() throws {
        let entry = try entry()
        let new = fixture.gitFixture.directory.appending("elsewhere/repo")
        mkdir(fixture.gitFixture.directory.appending("elsewhere"), 0o755)
        try #require(rename(fixture.root, new) == 0 && rename(fixture.worktreeRoot, new + "-worktrees") == 0)
        // No disk may be mounted there: nothing of it is forgotten without a word.
        fixture.advance(days: 8)
        _ = try fixture.command().cleanup()
        #expect(try fixture.command().missingTrash() == [entry.trashPath])
        let error = #expect(throws: ParallelError.self) { try fixture.command().restoreTrash(entry.id) }
        #expect(error?.message == "its directory is not there any more: \(entry.trashPath)")
        #expect(try fixture.command().emptyTrash(olderThanDays: 0) == [])
        #expect(try fixture.command().missingTrash().isEmpty)
        let there = try fixture.command(directory: new)
        let moved = try #require(try there.trash().first)
        #expect(Files.read(moved.trashPath + "/README") == "staged\n")
        #expect(try there.missingTrash().isEmpty)
        #expect(try there.emptyTrash(olderThanDays: 0, shown: [moved.id]) == [moved.id])
        #expect(!Files.exists(moved.trashPath))
    }

    @Test("moved together: in the repository it is listed, and deleted where it is now")
    func emptiedThere() throws {
        let entry = try entry()
        let new = fixture.gitFixture.directory.appending("elsewhere/repo")
        mkdir(fixture.gitFixture.directory.appending("elsewhere"), 0o755)
        try #require(rename(fixture.root, new) == 0 && rename(fixture.worktreeRoot, new + "-worktrees") == 0)
        let there = try fixture.command(directory: new)
        let moved = try #require(try there.trash().first)
        #expect(try there.missingTrash().isEmpty)
        #expect(moved.trashPath == new + "-worktrees/.trash/" + entry.id)
        #expect(try there.emptyTrash(olderThanDays: 0, shown: [moved.id]) == [moved.id])
        #expect(!Files.exists(moved.trashPath))
    }

    @Test("what somebody has deleted by hand, and what lies outside of a trash, is not counted")
    func deletedByHand() throws {
        let entry = try entry()
        TemporaryDirectory.remove(entry.trashPath)
        #expect(try fixture.command().missingTrash() == [entry.trashPath])
        #expect(try fixture.command().emptyTrash(olderThanDays: 0) == [])
        #expect(try fixture.command().missingTrash().isEmpty)
    }

    @Test(
        "restored after its rescue was dropped, or is gone: what did not come back is said", arguments: [true, false])
    func withoutRescue(isDropped: Bool) throws {
        let entry = try entry()
        let id = try #require(entry.rescue)
        if isDropped {
            _ = try fixture.command().dropRescue(id)
        } else {
            try fixture.git(["update-ref", "-d", "refs/parallel-cc/rescue/\(id)"])
        }
        #expect(try fixture.command().obstacle(to: self.entry()) != nil)
        let reason = try #require(try fixture.command().restoreTrash(entry.id).keptReason)
        #expect(reason.contains("but not what was staged"), "\(reason)")
        #expect(Files.read(session.directory + "/README") == "staged\n")
    }

    @Test("with its rescue, or where none was needed, nothing is said")
    func nothingLost() throws {
        #expect(try fixture.command().restoreTrash(try entry().id).keptReason == "restored")
    }

    @Test("a rescue names the FIFOs that it could not hold when it comes back")
    func special() throws {
        let other = try fixture.start(7)
        try Files.write(other.directory + "/work", "work\n")
        mkfifo(other.directory + "/pipe", 0o600)
        let outcome = try fixture.command().release(.id(other.session.id), reason: "test").worktree
        _ = try fixture.command().emptyTrash(olderThanDays: 0)
        let restored = try fixture.command().restoreRescue(try #require(outcome?.rescue), to: nil)
        #expect(restored.keptReason?.contains("in no rescue: pipe") == true, "\(restored.keptReason ?? "")")
    }

    @Test("what a killed restore has left beside .git is gone after the next one")
    func leftBeside() throws {
        let entry = try entry()
        try Files.write(entry.trashPath + "/.git.parallel-cc-999999", "gitdir: /nowhere\n")
        try Files.write(entry.trashPath + "/.git.parallel-cc-notes", "mine\n")
        let restored = try fixture.command().restoreTrash(entry.id)
        #expect(!Files.exists(restored.path + "/.git.parallel-cc-999999"))
        #expect(Files.read(restored.path + "/.git.parallel-cc-notes") == "mine\n")
        #expect(try fixture.git(["status", "--porcelain"], at: restored.path).hasPrefix("M  README"))
    }
}
