import CoordinatorFixtures
import Exec
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// Saved work that comes back although something is in its way: a file, a branch, remains of git's, a commit that is
/// gone.
@Suite struct RestoreInTheWayTests {
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    /// - Returns: the rescue of a worktree, with an empty trash.
    private func saved(_ session: Registration) throws -> String {
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let id = try #require(outcome?.rescue, "\(outcome?.kept ?? "")")
        try fixture.command().emptyTrash(olderThanDays: 0)
        return id
    }

    @Test("a HEAD without commits on a reference that is no branch comes back so")
    func unbornElsewhere() throws {
        let session = try fixture.startInWorktree()
        try fixture.git(["symbolic-ref", "HEAD", "refs/wip/fresh"], at: session.directory)
        let id = try saved(session)
        let restored = try fixture.command().restoreRescue(id, to: nil)
        #expect(try fixture.git(["symbolic-ref", "HEAD"], at: restored.path) == "refs/wip/fresh")
    }

    @Test("a directory in a lower layer of an overlay, which cannot be renamed: the command copies it")
    func lowerLayer() {
        let command = RemovalRemedy.move("/a b", refusedWith: EXDEV)
        #expect(command == "mv -T -n '/a b' '/a b-moved' && mv -T -n '/a b-moved' '/a b'")
        #expect(RemovalRemedy.move("/a", refusedWith: EACCES) == nil)
    }

    @Test("a link in the place of a tracked .gitmodules comes back, with all others")
    func gitmodulesLink() throws {
        try fixture.gitFixture.commit(["a": "a\n", ".gitmodules": "\n"], message: "f")
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/new", "new\n")
        let link = session.directory + "/.gitmodules"
        try #require(unlink(link) == 0 && symlink("a", link) == 0)
        let id = try saved(session)
        for place in [nil, fixture.gitFixture.directory.appending("other")] {
            let restored = try fixture.command().restoreRescue(id, to: place)
            #expect(restored.keptReason?.contains("put back") == false)
            #expect(Files.read(restored.path + "/new") == "new\n")
            #expect(try fixture.git(["status", "--porcelain"], at: restored.path).contains(" T .gitmodules"))
        }
    }

    @Test("files come back by attributes that were never staged")
    func unstagedAttributes() throws {
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/.gitattributes", "*.rc working-tree-encoding=UTF-16LE eol=lf\n")
        let wide: [UInt8] = [0x68, 0, 0x69, 0, 0x0A, 0]
        try Files.write(session.directory + "/f.rc", bytes: wide)
        try fixture.git(["add", "f.rc"], at: session.directory)
        let before = try fixture.git(["status", "--porcelain"], at: session.directory)
        let restored = try fixture.command().restoreRescue(try saved(session), to: nil)
        #expect(Files.read(restored.path + "/f.rc").map { Array($0.utf8) } == wide)
        #expect(try fixture.git(["status", "--porcelain"], at: restored.path) == before)
    }

    @Test("a file in whose place something lies is named, and all others come back")
    func blockedFile() throws {
        try fixture.gitFixture.commit(["a": "a\n"], message: "f")
        let session = try fixture.startInWorktree()
        for name in ["new", "other"] { try Files.write(session.directory + "/" + name, "\(name)\n") }
        let id = try saved(session)
        let command = try fixture.command { point in
            guard point == "restore.added" else { return }
            for path in ["new", "new/inside", "a", "a/inside"] { mkdir(session.directory + "/" + path, 0o755) }
        }
        let restored = try command.restoreRescue(id, to: nil)
        #expect(Files.read(restored.path + "/other") == "other\n")
        let reason = try #require(restored.keptReason)
        #expect(reason.contains("could not be put back, and still in the rescue: new (File exists; "), "\(reason)")
        let blob = try #require(reason.split(separator: "; ").last?.dropLast())
        #expect(try fixture.git(["cat-file", "-p", String(blob)]) == "new")
    }

    @Test("a branch that cannot be made beside another: detached, and that is said", arguments: ["x", "x/y/z"])
    func branchConflict(other: String) throws {
        let session = try fixture.startInWorktree()
        try fixture.git(["checkout", "--quiet", "-b", "x/y"], at: session.directory)
        try Files.write(session.directory + "/new", "new\n")
        let id = try saved(session)
        try fixture.git(["branch", "--quiet", "-D", "x/y"])
        try fixture.git(["branch", other])
        let restored = try fixture.command().restoreRescue(id, to: nil)
        #expect(restored.branch == nil && Files.read(restored.path + "/new") == "new\n")
        #expect(restored.keptReason?.contains("branch x/y cannot be made beside branch \(other)") == true)
    }

    @Test("remains of git's of a worktree that it could not delete as a whole", arguments: ["gitdir", "HEAD", "logs"])
    func remains(name: String) throws {
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/new", "new\n")
        let directory = try fixture.git(["rev-parse", "--absolute-git-dir"], at: session.directory)
        let id = try saved(session)
        mkdir(directory, 0o755)
        let content =
            name == "gitdir" ? session.directory + "/.git\n" : "ref: refs/heads/\(session.session.branch ?? "")\n"
        if name == "logs" {
            try Files.write(directory + "/logs/HEAD", content)
        } else {
            try Files.write(directory + "/" + name, content)
        }
        let restored = try fixture.command().restoreRescue(id, to: nil)
        #expect(restored.path == session.directory && restored.branch == session.session.branch)
        #expect(Files.read(restored.path + "/new") == "new\n")
    }

    @Test("a removal in which git could not go on ends, and nothing of git's stays")
    func cutOffByGit() throws {
        let session = try fixture.startInWorktree()
        try Files.write(session.directory + "/new", "new\n")
        let directory = try fixture.git(["rev-parse", "--absolute-git-dir"], at: session.directory)
        let command = try fixture.command { point in
            guard point == "remove.noted" else { return }
            // What git has deleted by then; it refuses to go on.
            for name in ["HEAD", "commondir", "parallel-cc"] { unlink(directory + "/" + name) }
        }
        let outcome = try command.release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.removed == true && !Files.exists(directory))
        let entry = try #require(try fixture.command().trash().first)
        #expect(try fixture.command().restoreTrash(entry.id).branch == session.session.branch)
    }

    @Test("an entry of the trash whose commit is gone says so, and its files are to be had by the command it names")
    func commitGone() throws {
        try fixture.gitFixture.commit([".gitignore": "*.log\n"], message: "ignore")
        let session = try fixture.startInWorktree()
        try fixture.git(["checkout", "--quiet", "--detach"], at: session.directory)
        try fixture.gitFixture.commit(["n": "only here\n"], message: "n", at: session.directory)
        try Files.write(session.directory + "/x.log", "log\n")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        _ = try fixture.command().dropRescue(try #require(outcome?.rescue))
        let ages = ["-c", "gc.reflogExpire=now", "-c", "gc.reflogExpireUnreachable=now"]
        try fixture.git(ages + ["gc", "--quiet", "--prune=now"])
        let entry = try #require(try fixture.command().trash().first)
        #expect(try fixture.command().obstacle(to: entry)?.hasSuffix("that it had is not there") == true)
        let error = #expect(throws: ParallelError.self) { try fixture.command().restoreTrash(entry.id) }
        let hint = try #require(error?.hint)
        let result = try Spawner.run(
            Command("sh", arguments: ["-c", hint], environment: ["PATH": "/usr/bin:/bin"], directory: "/"))
        #expect(result.status.isSuccess)
        #expect(Files.read(session.directory + "/n") == "only here\n")
        #expect(Files.read(session.directory + "/x.log") == "log\n" && !Files.exists(session.directory + "/.git"))
    }
}
