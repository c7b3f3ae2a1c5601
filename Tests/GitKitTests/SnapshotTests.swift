import Exec
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

@testable import GitKit

/// A rescue gives back everything: working tree, index, stages, operation in progress, commits.
@Suite struct SnapshotTests {
    private let fixture: GitFixture
    private let worktree: String

    init() throws {
        fixture = try GitFixture()
        try fixture.commit(
            [
                "a.txt": "one\n", "b.txt": "two\n", "dir/c.txt": "three\n", "dir/d.txt": "four\n",
                "run.sh": "#!/bin/sh\n",
            ],
            message: "Files")
        worktree = try fixture.addWorktree("work")
    }

    private func source(_ workTree: String? = nil, maxBytes: UInt64 = 1 << 30) throws -> SnapshotSource {
        let git = Git(directory: worktree, environment: fixture.environment)
        let repository = try Repository.discover(at: worktree, git: git)
        return SnapshotSource(
            git: git, gitDirectory: repository.gitDirectory, commonDirectory: repository.commonDirectory,
            workTree: workTree ?? worktree, maxBytes: maxBytes, ignoredFiles: [])
    }

    private func manifest(_ contents: SnapshotContents) -> SnapshotManifest {
        SnapshotManifest(
            id: "test1", repository: fixture.root + "/.git", worktree: worktree, branch: contents.head.branch,
            head: contents.head.commit, sessionId: nil, createdAt: "2026-01-01T00:00:00Z", reason: "test")
    }

    /// Saves, removes the worktree entirely, collects garbage, restores at the same place.
    private func roundTrip() throws -> (before: Picture, after: Picture, commit: String) {
        let before = try picture()
        let contents = try source().inspect()
        let saved = try SnapshotWriter(source()).write(contents, manifest: manifest(contents))
        TemporaryDirectory.remove(worktree)
        try fixture.git(["worktree", "remove", worktree])
        try fixture.git(["reflog", "expire", "--expire=now", "--all"])
        try fixture.git(["gc", "--quiet", "--prune=now"])
        let git = Git(directory: fixture.root, environment: fixture.environment)
        let head: NewHead = contents.head.branch.map { .existingBranch($0) } ?? .detached
        let commit = try #require(contents.head.commit)
        try git.addEmptyWorktree(
            path: worktree, head: head, commit: commit, lockReason: "test", commonDirectory: fixture.root + "/.git")
        let restored = try Repository.discover(at: worktree, git: git)
        let report = try SnapshotRestorer(
            git: git, worktree: restored, commit: saved.commit, manifest: saved.manifest
        ).restore()
        #expect(report == RestoreReport())
        return (before, try picture(), saved.commit)
    }

    private struct Picture: Equatable {
        let files: [String: String]
        let index: String
        let status: String
        let head: String
    }

    private func picture() throws -> Picture {
        try Picture(
            files: Files.snapshot(worktree), index: fixture.git(["ls-files", "--stage", "-v"], at: worktree),
            status: fixture.git(["status", "--porcelain=v2", "--untracked-files=all"], at: worktree),
            head: fixture.git(["rev-parse", "HEAD"], at: worktree))
    }

    /// A submodule in the index of the worktree, not checked out.
    private func addGitlink(_ path: String) throws {
        let commit = try fixture.git(["rev-parse", "HEAD"])
        try fixture.git(["update-index", "--add", "--cacheinfo", "160000,\(commit),\(path)"], at: worktree)
        try fixture.git(["commit", "--quiet", "-m", "submodule"], at: worktree)
        mkdir(worktree + "/" + path, 0o755)
    }

    @Test("files in the directory of a submodule that is not checked out, which status does not name")
    func gitlinkFiles() throws {
        try addGitlink("sub")
        #expect(try source().inspect().isEmpty)
        try Files.write(worktree + "/sub/deep/work.txt", "work\n")
        symlink("nowhere", worktree + "/sub/link")
        let (before, after, commit) = try roundTrip()
        #expect(before == after)
        #expect(Files.read(worktree + "/sub/deep/work.txt") == "work\n")
        #expect(try fixture.git(["show", "\(commit):sub/deep/work.txt"]) == "work")
    }

    @Test("a file in a submodule's place")
    func gitlinkReplaced() throws {
        try addGitlink("sub")
        rmdir(worktree + "/sub")
        try Files.write(worktree + "/sub", "a file now\n")
        let (before, after, commit) = try roundTrip()
        #expect(before == after)
        #expect(Files.read(worktree + "/sub") == "a file now\n")
        #expect(try fixture.git(["show", "\(commit):sub"]) == "a file now")
    }

    @Test("names that end with a carriage return are not mistaken for others")
    func carriageReturn() throws {
        try Files.write(worktree + "/n", "without\n")
        try Files.write(worktree + "/n\r", "with\n")
        try Files.write(worktree + "/only\r", "only\n")
        let (before, after, _) = try roundTrip()
        #expect(before == after)
        #expect(Files.read(worktree + "/n\r") == "with\n")
    }

    @Test("what only its owner may read stays so")
    func permissions() throws {
        try Files.write(worktree + "/key", "secret\n")
        chmod(worktree + "/key", 0o600)
        try Files.write(worktree + "/run.sh", "changed\n")
        chmod(worktree + "/run.sh", 0o750)
        _ = try roundTrip()
        #expect(try mode("key") == 0o600)
        #expect(try mode("run.sh") == 0o750)
    }

    private func mode(_ name: String) throws -> UInt32 {
        var status = stat()
        try #require(stat(worktree + "/" + name, &status) == 0)
        return status.st_mode & 0o777
    }

    @Test("a clean worktree on a branch holds nothing to save")
    func cleanIsEmpty() throws {
        #expect(try source().inspect().isEmpty)
    }

    @Test("staged, unstaged, untracked, deleted, modes, links, odd names")
    func everyKindOfChange() throws {
        try Files.write(worktree + "/a.txt", "staged\n")
        try fixture.git(["add", "a.txt"], at: worktree)
        try Files.write(worktree + "/a.txt", "staged and changed again\n")
        unlink(worktree + "/b.txt")
        try fixture.git(["rm", "--quiet", "dir/c.txt"], at: worktree)
        chmod(worktree + "/run.sh", 0o755)
        try Files.write(worktree + "/new.txt", "")
        try Files.write(worktree + "/new dir/with \"quotes\"\nand line break ü.txt", "x\n")
        try Files.write(worktree + "/\"quoted", "y\n")
        try Files.write(worktree + "/-dash", "z\n")
        symlink("nowhere at all", worktree + "/link")
        try Files.write(worktree + "/intent.txt", "later\n")
        try fixture.git(["add", "--intent-to-add", "intent.txt"], at: worktree)
        try fixture.git(["update-index", "--assume-unchanged", "dir/d.txt"], at: worktree)
        try Files.write(worktree + "/dir/d.txt", "changed behind the flag\n")
        let result = try roundTrip()
        #expect(result.before == result.after)
        let tree = try fixture.git(["ls-tree", "-r", "--name-only", "-z", result.commit])
        #expect(tree.contains("dir/d.txt"))
        #expect(!tree.contains("b.txt\0"))
        #expect(tree.contains("intent.txt"))
        #expect(try fixture.git(["show", "\(result.commit):dir/d.txt"]) == "changed behind the flag")
        #expect(try fixture.git(["rev-parse", "\(result.commit)^1"]) == result.before.head)
        try fixture.git(["fsck", "--strict"])
    }

    @Test("a name that is not UTF-8 is saved")
    func invalidName() throws {
        let name: [CChar] = Array((worktree + "/bad-").utf8CString.dropLast()) + [CChar(bitPattern: 0xFF), 0]
        let descriptor = open(name, O_WRONLY | O_CREAT, 0o644)
        #expect(write(descriptor, "bytes", 5) == 5)
        close(descriptor)
        let result = try roundTrip()
        #expect(result.before == result.after)
        #expect(Files.snapshot(worktree).count == 7)
    }

    @Test("a conflicted merge comes back with all stages and can be finished")
    func mergeInProgress() throws {
        try fixture.commit(["a.txt": "main\n"], message: "main side")
        try fixture.commit(["a.txt": "work\n"], message: "work side", at: worktree)
        #expect(throws: FixtureError.self) { try fixture.git(["merge", "main"], at: worktree) }
        let result = try roundTrip()
        #expect(result.before == result.after)
        #expect(result.after.index.contains(" 3\ta.txt"))
        try Files.write(worktree + "/a.txt", "both\n")
        try fixture.git(["add", "a.txt"], at: worktree)
        try fixture.git(["-c", "core.editor=true", "merge", "--continue"], at: worktree)
        #expect(
            try fixture.git(["rev-list", "--parents", "-1", "HEAD"], at: worktree).split(separator: " ").count == 3)
    }

    @Test("detached commits, amended commits and a stopped rebase survive garbage collection")
    func unreachableCommits() throws {
        try fixture.commit(["a.txt": "amended away\n"], message: "first try", at: worktree)
        let amended = try fixture.git(["rev-parse", "HEAD"], at: worktree)
        try fixture.git(["commit", "--quiet", "--amend", "-m", "second try"], at: worktree)
        try fixture.git(["checkout", "--quiet", "--detach"], at: worktree)
        try fixture.commit(["b.txt": "detached\n"], message: "detached work", at: worktree)
        let result = try roundTrip()
        #expect(result.before == result.after)
        #expect(try fixture.git(["cat-file", "-t", amended]) == "commit")
        #expect(try fixture.git(["log", "-g", "--format=%s", "HEAD"], at: worktree).contains("detached work"))
    }

    @Test("filters: changed files are stored raw, unchanged ones keep the index id")
    func filters() throws {
        try fixture.commit(
            [".gitattributes": "*.crlf text eol=crlf\n", "x.crlf": "a\nb\n", "y.crlf": "c\n"], message: "eol")
        try fixture.git(["merge", "--quiet", "main"], at: worktree)
        try Files.write(worktree + "/x.crlf", "changed\r\nmixed\n")
        let result = try roundTrip()
        #expect(result.before == result.after)
        #expect(Files.read(worktree + "/y.crlf") == "c\r\n")
        #expect(try fixture.git(["cat-file", "blob", "\(result.commit):x.crlf"]) == "changed\r\nmixed")
    }

    @Test("over the limit, unreadable: an error and no reference")
    func refusals() throws {
        try Files.write(worktree + "/big", String(repeating: "x", count: 2_000))
        let contents = try source().inspect()
        let error = #expect(throws: ParallelError.self) {
            try SnapshotWriter(source(maxBytes: 1_999)).write(contents, manifest: manifest(contents))
        }
        #expect(error?.code == .rescueTooLarge)
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
    }

    @Test("the manifest can be read back from git alone")
    func manifestFromGit() throws {
        try Files.write(worktree + "/new", "x")
        let contents = try source().inspect()
        let saved = try SnapshotWriter(source()).write(contents, manifest: manifest(contents))
        let listed = try Git(directory: fixture.root, environment: fixture.environment).rescues()
        #expect(listed.map(\.commit) == [saved.commit])
        #expect(listed.first?.manifest == saved.manifest)
        #expect(saved.manifest.files == .init(tracked: 0, untracked: 1, deleted: 0))
    }

    @Test("an intent to add, with nothing else, comes back as one")
    func intentOnly() throws {
        try Files.write(worktree + "/intent.txt", "later\n")
        try fixture.git(["add", "--intent-to-add", "intent.txt"], at: worktree)
        let result = try roundTrip()
        #expect(result.before == result.after)
        try fixture.git(["fsck", "--strict"])
    }

    @Test("a sparse checkout stays sparse")
    func sparse() throws {
        try fixture.git(["sparse-checkout", "set", "--no-cone", "/a.txt", "/dir/"], at: worktree)
        try Files.write(worktree + "/dir/c.txt", "changed\n")
        let result = try roundTrip()
        #expect(result.before == result.after)
        #expect(!Files.exists(worktree + "/b.txt"))
        try fixture.git(["sparse-checkout", "reapply"], at: worktree)
        #expect(!Files.exists(worktree + "/b.txt"))
    }

    @Test("the manifest is UTF-8 whatever encoding the user's commits have")
    func encoding() throws {
        try fixture.git(["config", "i18n.commitEncoding", "ISO-8859-1"])
        try fixture.git(["config", "i18n.logOutputEncoding", "ISO-8859-1"])
        try Files.write(worktree + "/new", "x")
        let contents = try source().inspect()
        var wanted = manifest(contents)
        wanted.reason = "grün 本"
        _ = try SnapshotWriter(source()).write(contents, manifest: wanted)
        let listed = try Git(directory: fixture.root, environment: fixture.environment).rescues()
        #expect(listed.first?.manifest.reason == "grün 本")
    }

    @Test("the same state twice is one rescue; another state is another")
    func twice() throws {
        try Files.write(worktree + "/new", "x")
        let contents = try source().inspect()
        let first = try SnapshotWriter(source()).write(contents, manifest: manifest(contents))
        var again = manifest(contents)
        again.id = "test2"
        #expect(try SnapshotWriter(source()).write(contents, manifest: again).commit == first.commit)
        try Files.write(worktree + "/new", "y")
        let other = try SnapshotWriter(source()).write(source().inspect(), manifest: again)
        #expect(other.commit != first.commit)
        #expect(other.manifest.id == "test2")
    }

    @Test("an object that is damaged is noticed, and no reference stays")
    func damagedObject() throws {
        try Files.write(worktree + "/new", "x\n")
        let id = try fixture.git(["hash-object", "-w", "new"], at: worktree)
        let path = fixture.root + "/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
        chmod(path, 0o644)
        try Files.write(path, "not an object")
        let contents = try source().inspect()
        #expect(throws: ParallelError.self) {
            try SnapshotWriter(source()).write(contents, manifest: manifest(contents))
        }
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
    }

    @Test("a rescue from elsewhere cannot lead out of the worktree", arguments: ["../escaped", "commondir", "gitdir"])
    func hostileState(name: String) throws {
        #expect(!WorktreeStateFiles.isState(name))
        #expect(WorktreeStateFiles.isState("rebase-merge/done"))
        #expect(WorktreeStateFiles.isState("logs/HEAD"))
    }
}
