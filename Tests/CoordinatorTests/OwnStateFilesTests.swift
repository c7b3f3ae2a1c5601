import CoordinatorFixtures
import TestSupport
import Testing

@testable import Coordinator

/// Files in a worktree's git directory that are not git's own.
@Suite struct OwnStateFilesTests {
    @Test(
        "they are rescued, also of a clean worktree",
        arguments: ["TAG_EDITMSG", "NOTES_EDITMSG", "my-notes.txt", "folder/mine", "info/mine"])
    func rescued(name: String) throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let directory = try fixture.git(["rev-parse", "--absolute-git-dir"], at: session.directory)
        try Files.write("\(directory)/\(name)", "mine\n")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let id = try #require(outcome?.rescue)
        for isFromTrash in [true, false] {
            if isFromTrash {
                _ = try fixture.command().restoreTrash(session.directory)
            } else {
                try fixture.command().emptyTrash(olderThanDays: 0)
                _ = try fixture.command().restoreRescue(id, to: nil)
            }
            let again = try fixture.git(["rev-parse", "--absolute-git-dir"], at: session.directory)
            #expect(Files.read("\(again)/\(name)") == "mine\n")
            // Saved once more, that is the same rescue.
            #expect(try fixture.command().removeWorktree(session.directory).rescue == id)
        }
    }

    @Test("what git itself leaves there is no work")
    func gitsOwn() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let directory = try fixture.git(["rev-parse", "--absolute-git-dir"], at: session.directory)
        try fixture.gitFixture.commit(["a": "a\n"], message: "a", at: session.directory)
        try fixture.git(["fetch", "--quiet", fixture.root], at: session.directory)
        try fixture.git(["config", "extensions.worktreeConfig", "true"])
        try fixture.git(["config", "--worktree", "user.name", "me"], at: session.directory)
        try fixture.git(["merge", "--quiet", "HEAD"], at: session.directory)
        try fixture.git(["gc", "--quiet"], at: session.directory)
        for name in ["EDIT_DESCRIPTION", "HEAD.lock"] { try Files.write("\(directory)/\(name)", "x\n") }
        try Files.write("\(directory)/empty", "")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true && outcome?.rescue == nil)
    }
}
