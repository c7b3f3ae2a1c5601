import CoordinatorFixtures
import GitKit
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// What `refs/worktree/…` holds, which git takes away with the worktree.
@Suite struct OwnReferencesTests {
    @Test(
        "a reference of the worktree's own is saved; one to no commit keeps the worktree, and the remedy helps"
    )
    func ownReferences() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let blob = try fixture.git(["rev-parse", "HEAD:README"], at: session.directory)
        try fixture.git(["update-ref", "refs/worktree/notes", blob], at: session.directory)
        let kept = try #require(try fixture.command().release(.id(session.session.id), reason: "test").worktree)
        #expect(!kept.removed)
        #expect(kept.kept?.contains("refs/worktree/notes") == true)
        try Remedy.follow(kept.kept, in: fixture)
        #expect(try fixture.git(["rev-parse", "notes"]) == blob)
        let head = try fixture.git(["rev-parse", "HEAD"])
        try fixture.git(["update-ref", "refs/worktree/mark", head], at: session.directory)
        let removed = try fixture.command().removeWorktree(session.directory)
        let restored = try fixture.command().restoreRescue(try #require(removed.rescue), to: nil)
        #expect(try fixture.git(["rev-parse", "refs/worktree/mark"], at: restored.path) == head)
    }

    @Test func `one outside of them that leads to no commit keeps the worktree, and what helps helps`() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let blob = try fixture.git(["hash-object", "-w", ".git"], at: session.directory)
        try fixture.git(["update-ref", "WIP_HEAD", blob], at: session.directory)
        let kept = try #require(try fixture.command().release(.id(session.session.id), reason: "test").worktree)
        #expect(!kept.removed, "\(kept)")
        #expect(kept.kept?.contains("its reference WIP_HEAD") == true, "\(kept)")
        try Remedy.follow(kept.kept, in: fixture)
        #expect(try fixture.git(["rev-parse", "refs/tags/WIP_HEAD"]) == blob)
        #expect(try fixture.command().removeWorktree(session.directory).removed)
    }
}
