import CoordinatorFixtures
import Exec
import Glibc
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What is said of worktrees whose repository was moved, and what helps.
@Suite struct MovedRepositoryTests {
    private let fixture: CoordinatorFixture
    private let session: Registration
    private let new: String

    init() throws {
        fixture = try CoordinatorFixture()
        session = try fixture.startInWorktree()
        try Files.write(session.directory + "/work", "work\n")
        new = fixture.gitFixture.directory.appending("elsewhere/repo")
        mkdir(fixture.gitFixture.directory.appending("elsewhere"), 0o755)
    }

    private func moveRepository() throws { try #require(rename(fixture.root, new) == 0) }

    private func moveWorktrees() throws { try #require(rename(fixture.worktreeRoot, new + "-worktrees") == 0) }

    private var movedWorktree: String { new + "-worktrees/" + (session.session.worktreeName ?? "") }

    /// A command that runs in the moved repository.
    private func commandThere() throws -> Coordinator {
        var context = fixture.context(5_000_002)
        context.directory = new
        return try Coordinator(context)
    }

    @Test("moved together: nothing is said to be removed, and what helps brings it back into sight")
    func together() throws {
        try moveRepository()
        try moveWorktrees()
        let released = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(released?.removed == false)
        #expect(released?.kept?.contains("neither it nor its repository is there") == true)
        let kept = try fixture.command().cleanup().worktrees.map(\.kept)
        #expect(kept == [released?.kept])
        let outcome = try fixture.command().removeWorktree(session.directory)
        #expect(outcome.isForgotten)
        #expect(!outcome.removed)
        #expect(outcome.kept?.contains("nothing was saved") == true)
        try fixture.git(["worktree", "repair", movedWorktree], at: new)
        _ = try commandThere().cleanup()
        let found = try #require(try fixture.command().worktrees().first)
        #expect(found.path == movedWorktree)
        #expect(found.state == .kept)
        let removed = try fixture.command().removeWorktree(movedWorktree)
        #expect(removed.removed)
        #expect(removed.rescue != nil)
    }

    @Test("the repository alone: the command that is named lets the worktree go", arguments: [true, false])
    func alone(hasSuccessor: Bool) throws {
        try moveRepository()
        if hasSuccessor {
            try fixture.git(["init", "--quiet", fixture.root], at: "/")
            try fixture.gitFixture.commit(["other": "other\n"], message: "other", at: fixture.root)
        }
        let kept = try #require(try fixture.command().release(.id(session.session.id), reason: "test").worktree?.kept)
        #expect(!hasSuccessor == kept.contains("its repository is gone"), "\(kept)")
        let command = "git -C ITS-NEW-PLACE worktree repair \(ShellWord.quote(session.directory))"
        #expect(kept.contains("moved: " + command), "\(kept)")
        #expect(try fixture.command().cleanup().worktrees.map(\.kept) == [kept])
        try fixture.git(["worktree", "repair", session.directory], at: new)
        let outcome = try #require(try fixture.command().cleanup().worktrees.first)
        #expect(outcome.removed)
        #expect(outcome.rescue != nil)
        #expect(try fixture.git(["for-each-ref", "--format=%(refname)", "refs/parallel-cc/rescue"], at: new) != "")
    }

    @Test("repaired before anybody asks: it goes like any other")
    func repaired() throws {
        try moveRepository()
        try fixture.git(["worktree", "repair", session.directory], at: new)
        let released = try #require(try fixture.command().release(.id(session.session.id), reason: "test").worktree)
        #expect(released.removed)
        #expect(released.rescue != nil)
    }

    @Test("a worktree of somebody else's at its place is not followed")
    func another() throws {
        let other = fixture.gitFixture.directory.appending("other")
        try fixture.git(["init", "--quiet", other])
        try fixture.gitFixture.commit(["own": "own\n"], message: "one", at: other)
        TemporaryDirectory.remove(session.directory)
        try fixture.git(["worktree", "add", "--quiet", "-b", "mine", session.directory], at: other)
        TemporaryDirectory.remove(fixture.root)
        let kept = try fixture.command().release(.id(session.session.id), reason: "test").worktree?.kept
        #expect(kept?.contains("its repository is gone") == true)
        #expect(Files.read(session.directory + "/own") == "own\n")
    }
}
