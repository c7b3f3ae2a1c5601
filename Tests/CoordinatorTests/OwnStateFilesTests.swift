import CoordinatorFixtures
import TestSupport
import Testing

@testable import Coordinator

/// Files in a worktree's git directory that are not git's own.
@Suite struct OwnStateFilesTests {
    @Test(
        "they are rescued, also of a clean worktree",
        arguments: [
            "TAG_EDITMSG", "NOTES_EDITMSG", "my-notes.txt", "folder/mine", "info/mine", "hooks/pre-commit", "config",
            "description", "packed-refs", "objects/mine", "branches/mine", "refs/x.bak", "refs/heads.bak", "logs/x",
            "logs/refs/heads/x", "sharedindex.mine", "yarn.lock", ".lock", "config.worktree", "info/sparse-checkout",
        ])
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
        try fixture.git(["config", "core.logAllRefUpdates", "always"])
        try fixture.git(["reset", "--quiet", "--hard"], at: session.directory)
        try fixture.git(["merge", "--quiet", "HEAD"], at: session.directory)
        try fixture.git(["gc", "--quiet"], at: session.directory)
        for name in ["EDIT_DESCRIPTION", "HEAD.lock", "refs/bisect/bad.lock", "next-index-77.lock", "WIP_HEAD.lock"] {
            try Files.write("\(directory)/\(name)", "x\n")
        }
        try Files.write("\(directory)/empty", "")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true && outcome?.rescue == nil)
    }

    /// The patterns that a worktree gets from the main checkout, and those of its own.
    @Test("sparse patterns of its own come back", arguments: [true, false], ["cone", "by hand"])
    func sparse(isFromTrash: Bool, patterns: String) throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["d/d": "d\n", "e/e": "e\n"], message: "d, e")
        let session = try fixture.startInWorktree()
        let place = session.directory
        if patterns == "cone" {
            try fixture.git(["sparse-checkout", "set", "d"], at: place)
        } else {
            try fixture.git(["sparse-checkout", "set", "--no-cone", "/*"], at: place)
            let file = try fixture.git(["rev-parse", "--absolute-git-dir"], at: place) + "/info/sparse-checkout"
            try Files.write(file, "# mine\n/*\n!/e/\n")
            try fixture.git(["sparse-checkout", "reapply"], at: place)
        }
        let state = {
            try [["sparse-checkout", "list"], ["config", "--worktree", "--list"], ["ls-files", "-t"]].map {
                try fixture.git($0, at: place)
            }
        }
        let before = try state()
        #expect(before[2].contains("S e/e"))
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let id = try #require(outcome?.rescue)
        if isFromTrash {
            _ = try fixture.command().restoreTrash(place)
        } else {
            try fixture.command().emptyTrash(olderThanDays: 0)
            _ = try fixture.command().restoreRescue(id, to: nil)
        }
        #expect(try state() == before)
        try fixture.git(["sparse-checkout", "reapply"], at: place)
        #expect(try state() == before)
        #expect(try fixture.git(["status", "--porcelain"], at: place).isEmpty)
    }

    @Test("sparse patterns that are those of the main checkout are no work")
    func sparseAsMain() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["d/d": "d\n", "e/e": "e\n"], message: "d, e")
        try fixture.git(["sparse-checkout", "set", "d"])
        try fixture.git(["config", "--worktree", "core.bare", "false"])
        try fixture.git(["config", "--worktree", "user.name", "me"])
        let session = try fixture.startInWorktree()
        let listed = try fixture.git(["sparse-checkout", "list"], at: session.directory)
        #expect(listed == "d")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true && outcome?.rescue == nil)
        _ = try fixture.command().restoreTrash(session.directory)
        #expect(try fixture.git(["sparse-checkout", "list"], at: session.directory) == listed)
    }
}
