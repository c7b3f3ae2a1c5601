import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// What git makes of a worktree's index after the worktree has come back.
@Suite struct RestoredIndexTests {
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    /// 2020, for a file and for the index that git wrote in the same second.
    private func age(_ path: String) throws {
        let arguments = ["-d", "2020-09-13", path]
        let result = try Spawner.run(Command("touch", arguments: arguments, environment: ["PATH": "/usr/bin:/bin"]))
        try #require(result.status.isSuccess)
    }

    private func write(_ text: String, into path: String) throws {
        let descriptor = open(path, O_WRONLY | O_TRUNC)
        try #require(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count && close(descriptor) == 0)
        try age(path)
    }

    @Test(
        "a change that only the time of the index gives away is seen when the worktree has come back",
        arguments: [(true, ""), (true, "core.splitIndex"), (false, "")])
    func racyChange(isFromTrash: Bool, setting: String) throws {
        try fixture.gitFixture.commit(["f": "code\n"], message: "f")
        // Then the times that the test sets are all that git compares.
        try fixture.git(["config", "core.trustctime", "false"])
        if !setting.isEmpty { try fixture.git(["config", setting, "true"]) }
        let session = try fixture.startInWorktree()
        let directory = session.directory
        let file = directory + "/f"
        try age(file)
        try fixture.git(["update-index", "--refresh"], at: directory)
        try write("MINE\n", into: file)
        try age(try fixture.git(["rev-parse", "--absolute-git-dir"], at: directory) + "/index")
        #expect(try fixture.git(["diff-files", "--name-only"], at: directory) == "f")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let rescue = try #require(outcome?.rescue)
        if isFromTrash {
            _ = try fixture.command().restoreTrash(directory)
        } else {
            _ = try fixture.command().restoreRescue(rescue, to: nil)
        }
        #expect(Files.read(file) == "MINE\n")
        #expect(try fixture.git(["diff-files", "--name-only"], at: directory) == "f")
        #expect(try fixture.git(["status", "--porcelain"], at: directory) == " M f")
        #expect(throws: (any Error).self) { try fixture.git(["checkout", "--quiet", "HEAD~1"], at: directory) }
    }

    /// A conflict between an uncommitted change and another branch, resolved: only the index knows the change any more.
    private func resolveConflict(in directory: String, as text: String) throws {
        try Files.write(directory + "/f", "local\n")
        try fixture.git(["checkout", "--quiet", "-m", "other"], at: directory)
        try Files.write(directory + "/f", text)
        try fixture.git(["add", "f"], at: directory)
    }

    private func collectGarbage() throws {
        let ages = ["-c", "gc.reflogExpire=now", "-c", "gc.reflogExpireUnreachable=now"]
        try fixture.git(ages + ["gc", "--quiet", "--prune=now"])
    }

    @Test(
        "what the index remembers of resolved conflicts is rescued, also of a clean worktree",
        arguments: ["resolved\n", "other\n"], ["", "index.version"])
    func resolveUndo(text: String, setting: String) throws {
        if !setting.isEmpty { try fixture.git(["config", setting, "4"]) }
        try fixture.gitFixture.commit(["f": "one\n"], message: "f")
        try fixture.git(["checkout", "--quiet", "-b", "other"])
        try fixture.gitFixture.commit(["f": "other\n"], message: "other")
        try fixture.git(["checkout", "--quiet", "-"])
        let session = try fixture.startInWorktree()
        try resolveConflict(in: session.directory, as: text)
        let remembered = try fixture.git(["ls-files", "--resolve-undo"], at: session.directory)
        #expect(remembered.contains("\tf"))
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let id = try #require(outcome?.rescue)
        try fixture.command().emptyTrash(olderThanDays: 0)
        try collectGarbage()
        let restored = try fixture.command().restoreRescue(id, to: nil).path
        #expect(try fixture.git(["ls-files", "--resolve-undo"], at: restored) == remembered)
        try fixture.git(["gc", "--quiet"], at: restored)
        try fixture.git(["checkout", "-m", "--", "f"], at: restored)
        #expect(Files.read(restored + "/f")?.contains("local\n") == true)
    }

    @Test("of a submodule's it keeps the worktree, until tags hold it in another repository")
    func submoduleResolveUndo() throws {
        let modules = try Submodules(inMain: true)
        let (fixture, lib) = (modules.fixture, modules.lib)
        try Files.write(lib + "/a", "token\n")
        let id = try fixture.git(["hash-object", "-w", "a"], at: lib)
        let kept = try fixture.git(["rev-parse", "HEAD:a"], at: lib)
        try Files.write(lib + "/list", "0 \(id) 0\ta\n100644 \(kept) 2\ta\n100644 \(id) 3\ta\n")
        try fixture.git(["-c", "alias.take=!git update-index --index-info <list", "take"], at: lib)
        unlink(lib + "/list")
        try fixture.git(["checkout", "--quiet", "--ours", "a"], at: lib)
        try fixture.git(["add", "a"], at: lib)
        var outcome = try #require(try modules.release())
        #expect(outcome.kept?.contains("the index of a submodule remembers files") == true, "\(outcome)")
        for _ in 0..<3 where !outcome.removed {
            try Remedy.follow(outcome.kept, in: fixture)
            outcome = try fixture.command().removeWorktree(modules.place)
        }
        #expect(outcome.removed, "\(outcome.kept ?? "")")
        try fixture.command().emptyTrash(olderThanDays: 0)
        #expect(try fixture.git(["cat-file", "-p", id], at: fixture.root + "/lib") == "token")
    }

    @Test("an index that is split and sparse: git works after it came back", arguments: [true, false])
    func splitSparse(isFromTrash: Bool) throws {
        try fixture.gitFixture.commit(["a": "a\n", "d/d": "d\n", "e/e": "e\n"], message: "f")
        try fixture.git(["config", "core.splitIndex", "true"])
        let session = try fixture.startInWorktree()
        let directory = session.directory
        try fixture.git(["sparse-checkout", "set", "--sparse-index", "--cone", "d"], at: directory)
        try Files.write(directory + "/d/n", "mine\n")
        try fixture.git(["add", "d/n"], at: directory)
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let id = try #require(outcome?.rescue)
        #expect(try fixture.fsck == "")
        if isFromTrash {
            _ = try fixture.command().restoreTrash(directory)
        } else {
            try fixture.command().emptyTrash(olderThanDays: 0)
            _ = try fixture.command().restoreRescue(id, to: nil)
        }
        #expect(try fixture.git(["status", "--porcelain"], at: directory) == "A  d/n")
        try fixture.git(["commit", "--quiet", "-m", "mine"], at: directory)
        #expect(try fixture.git(["show", "HEAD:e/e"], at: directory) == "e")
        #expect(!Files.exists(directory + "/e"))
    }

    @Test("a merge that was resolved and committed needs no rescue")
    func mergeInHistory() throws {
        try fixture.gitFixture.commit(["f": "one\n"], message: "f")
        let session = try fixture.startInWorktree()
        let directory = session.directory
        try fixture.gitFixture.commit(["f": "here\n"], message: "here", at: directory)
        try fixture.gitFixture.commit(["f": "there\n"], message: "there")
        _ = try? fixture.git(["merge", "--quiet", try fixture.git(["rev-parse", "HEAD"])], at: directory)
        try fixture.gitFixture.commit(["f": "both\n"], message: "merge", at: directory)
        #expect(try !fixture.git(["ls-files", "--resolve-undo"], at: directory).isEmpty)
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true && outcome?.rescue == nil)
    }
}
