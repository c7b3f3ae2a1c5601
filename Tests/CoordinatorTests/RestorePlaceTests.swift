import CoordinatorFixtures
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Where a user lets saved work come back, in all the ways in which a path can be typed.
@Suite struct RestorePlaceTests {
    private let fixture: CoordinatorFixture
    /// A session that lives in a worktree, with something staged.
    private let living: Registration
    private let trash: String
    private let rescue: String

    init() throws {
        fixture = try CoordinatorFixture()
        try TestSupport.Files.write(fixture.root + "/sub/x", "x\n")
        let session = try fixture.startInWorktree()
        try TestSupport.Files.write(session.directory + "/new", "new\n")
        living = try fixture.start(3)
        try TestSupport.Files.write(living.directory + "/staged", "staged\n")
        try fixture.git(["add", "staged"], at: living.directory)
        let command = try fixture.command()
        rescue = try #require(try command.release(.id(session.session.id), reason: "test").worktree?.rescue)
        trash = try #require(try command.trash().last?.id)
    }

    private func restore(fromTrash: Bool, to typed: String) throws -> WorktreeRecord {
        let command = try fixture.command()
        let path = fixture.root + "/" + typed
        return fromTrash ? try command.restoreTrash(trash, to: path) : try command.restoreRescue(rescue, to: path)
    }

    /// What git keeps of the repository and of all worktrees is there.
    private func expectRepository() throws {
        #expect(try fixture.git(["status", "--porcelain"], at: living.directory) == "A  staged")
        #expect(try fixture.fsck == "")
        #expect(try fixture.listedWorktrees.contains(living.directory))
    }

    @Test("a path that ends with a slash or a dot means the directory before it", arguments: [true, false])
    func slash(fromTrash: Bool) throws {
        let typed = fromTrash ? "../new/" : "../new/."
        let restored = try restore(fromTrash: fromTrash, to: typed)
        #expect(restored.path == fixture.gitFixture.directory.appending("new"))
        #expect(TestSupport.Files.read(restored.path + "/new") == "new\n")
        try expectRepository()
    }

    @Test(
        "a path that means a directory with something in it, or none at all, is refused and deletes nothing",
        arguments: [true, false], ["", ".", "..", "../", "sub/.", "sub/..", "../missing/..", "../data/"])
    func refused(fromTrash: Bool, typed: String) throws {
        #expect(throws: ParallelError.self) { try restore(fromTrash: fromTrash, to: typed) }
        try expectRepository()
        #expect(try fixture.command().trash().contains { $0.id == trash })
        #expect(TestSupport.Files.read(fixture.root + "/sub/x") == "x\n")
    }

    @Test(
        "a path inside a git directory of whatever name is refused",
        arguments: [
            "../bare/refs/heads/topic", "../bare/objects/x", ".git/x", ".git/worktrees/x", "../bare/branches/x",
            "../bare/lfs/x", "../bare/parallel-cc/x", "../bare/x",
        ])
    func insideGitDirectory(typed: String) throws {
        try fixture.git(["init", "--quiet", "--bare", fixture.gitFixture.directory.appending("bare")])
        let error = #expect(throws: ParallelError.self) { try restore(fromTrash: false, to: typed) }
        #expect(error?.code == .insideGitDirectory)
    }

    @Test("beside the worktree of a bare repository, in its directory, as people lay them out")
    func besideWorktree() throws {
        let bare = fixture.gitFixture.directory.appending("bare")
        try fixture.git(["clone", "--quiet", "--bare", fixture.root, bare])
        try fixture.git(["worktree", "add", "--quiet", bare + "/main", "main"], at: bare)
        let beside = try restore(fromTrash: false, to: "../bare/topic")
        #expect(TestSupport.Files.read(beside.path + "/new") == "new\n")
    }

    @Test("through a link to what is not there", arguments: [".git/worktrees/none", "none"])
    func throughLink(target: String) throws {
        try fixture.git(["worktree", "unlock", living.directory])
        symlink(fixture.root + "/" + target, fixture.gitFixture.directory.appending("link"))
        let error = #expect(throws: ParallelError.self) { try restore(fromTrash: false, to: "../link/x") }
        #expect(error?.code == .pathExists)
        #expect(!TestSupport.Files.exists(fixture.root + "/" + target))
    }
}
