import Exec
import Files
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

@testable import GitKit

/// A rescue holds every file that lies in the tree, whatever git thinks of its name or its content.
@Suite struct SnapshotNamesTests {
    private let fixture: GitFixture
    private let worktree: String

    init() throws {
        fixture = try GitFixture()
        try fixture.commit(["a.txt": "one\n", "dir/c.txt": "three\n"], message: "Files")
        worktree = try fixture.addWorktree("work")
    }

    private func source() throws -> SnapshotSource {
        let git = Git(directory: worktree, environment: fixture.environment)
        let repository = try Repository.discover(at: worktree, git: git)
        return SnapshotSource(
            git: git, gitDirectory: repository.gitDirectory, commonDirectory: repository.commonDirectory,
            workTree: worktree, maxBytes: 1 << 30, ignoredFiles: [])
    }

    private func save(_ id: String = "test1") throws -> (manifest: SnapshotManifest, commit: String) {
        let contents = try source().inspect()
        let manifest = SnapshotManifest(
            id: id, repository: fixture.root + "/.git", worktree: worktree, branch: contents.head.branch,
            head: contents.head.commit, sessionId: nil, createdAt: "2026-01-01T00:00:00Z", reason: "test")
        return try SnapshotWriter(source()).write(contents, manifest: manifest)
    }

    /// Saves, makes the worktree anew from the rescue, and expects every file to be as it was.
    private func roundTrip() throws {
        let before = Files.snapshot(worktree)
        let saved = try save()
        TemporaryDirectory.remove(worktree)
        try fixture.git(["worktree", "remove", worktree])
        try fixture.git(["gc", "--quiet", "--prune=now"])
        let git = Git(directory: fixture.root, environment: fixture.environment)
        let head = try fixture.git(["rev-parse", "work"])
        try git.addEmptyWorktree(
            path: worktree, head: .existingBranch("work"), commit: head, lockReason: "test",
            commonDirectory: fixture.root + "/.git")
        let restored = try Repository.discover(at: worktree, git: git)
        _ = try SnapshotRestorer(
            git: git, worktree: restored, commit: saved.commit, manifest: saved.manifest
        ).restore()
        #expect(Files.snapshot(worktree) == before)
    }

    @Test("names that git refuses in an index")
    func refusedNames() throws {
        for name in [".GIT/x", ".Git", "git~1", "GIT~2/x", "sub/.git./x", ".git /x", "b\\.git\\x"] {
            try Files.write(worktree + "/" + name, "precious in \(name)\n")
        }
        symlink("nowhere", worktree + "/.gitmodules")
        chmod(worktree + "/git~1", 0o600)
        try roundTrip()
        var status = stat()
        #expect(stat(worktree + "/git~1", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test("files whose names git refuses are reported as missing where git has lost their tree")
    func lostRefusedTree() throws {
        try Files.write(worktree + "/git~1", "lost\n")
        try Files.write(worktree + "/plain", "kept\n")
        let saved = try save()
        let tree = try fixture.git(["rev-parse", "\(saved.commit)^2:refused"])
        unlink("\(fixture.root)/.git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
        TemporaryDirectory.remove(worktree)
        try fixture.git(["worktree", "remove", worktree])
        let git = Git(directory: fixture.root, environment: fixture.environment)
        try git.addEmptyWorktree(
            path: worktree, head: .existingBranch("work"), commit: try fixture.git(["rev-parse", "work"]),
            lockReason: "test", commonDirectory: fixture.root + "/.git")
        let restored = try Repository.discover(at: worktree, git: git)
        let report = try SnapshotRestorer(
            git: git, worktree: restored, commit: saved.commit, manifest: saved.manifest
        ).restore()
        #expect(report.missing == [Array("git~1".utf8)])
        #expect(report.hasLostState)
        #expect(Files.read(worktree + "/plain") == "kept\n")
    }

    @Test("an older reader refuses a rescue with refused names, and none other")
    func format() throws {
        try Files.write(worktree + "/plain", "x")
        #expect(try save().manifest.format == 1)
        try Files.write(worktree + "/git~1", "x")
        #expect(try save("test2").manifest.format == 2)
    }

    @Test("a name that differs from a tracked one only by case, where git does not tell them apart")
    func caseTwins() throws {
        try fixture.git(["config", "core.ignoreCase", "true"])
        try Files.write(worktree + "/A.TXT", "another\n")
        try Files.write(worktree + "/DIR/c.txt", "another\n")
        #expect(try fixture.git(["status", "--porcelain"], at: worktree) == "")
        #expect(try source().inspect().unseen.map(\.display) == ["A.TXT", "DIR/c.txt"])
        try roundTrip()
    }

    @Test(
        "what a clean filter, ident or line ends hide",
        arguments: [
            ("*.txt filter=strip", "uno\nOUT 42\n"), ("*.txt ident", "one $Id: mine $\n"),
            ("*.txt text", "one\r\ntwo\r\n"), ("* text=auto", "one\r\ntwo\n"),
        ], [true, false])
    func hidden(_ case: (attributes: String, content: String), isCommitted: Bool) throws {
        let (attributes, content) = `case`
        try fixture.git(["config", "filter.strip.clean", "sed /^OUT/d"])
        try fixture.git(["config", "filter.strip.smudge", "cat"])
        try fixture.commit([".gitattributes": attributes + "\n"], message: "attributes", at: worktree)
        try Files.write(worktree + "/a.txt", content)
        try fixture.git(["add", "a.txt"], at: worktree)
        if isCommitted { try fixture.git(["commit", "--quiet", "-m", "hidden"], at: worktree) }
        #expect(try fixture.git(["status", "--porcelain"], at: worktree) == (isCommitted ? "" : "M  a.txt"))
        #expect(try source().inspect().converted.map(\.display) == ["a.txt"])
        try roundTrip()
        #expect(Files.read(worktree + "/a.txt") == content)
    }

    @Test("other content of the same size and time, written in the second in which git has looked")
    func drifted() throws {
        let path = worktree + "/a.txt"
        var status = stat()
        chmod(path, 0o664)
        try fixture.git(["update-index", "--refresh"], at: worktree)
        #expect(stat(path, &status) == 0)
        try Files.write(path, "ONE\n", mode: 0o664)
        var times = [status.st_atim, status.st_mtim]
        utimensat(AT_FDCWD, path, &times, 0)
        try roundTrip()
        #expect(Files.read(path) == "ONE\n")
    }

    @Test("what git-replace(1) shows in the place of something else")
    func replaced() throws {
        try Files.write(worktree + "/new", "mine\n")
        let mine = try fixture.git(["hash-object", "-w", "new"], at: worktree)
        try fixture.git(["replace", mine, try fixture.git(["rev-parse", "HEAD:a.txt"])])
        try roundTrip()
    }

    @Test("files that git is told to leave out, or not to look at")
    func flags() throws {
        try Files.write(worktree + "/b.txt", "staged\n")
        try fixture.git(["add", "b.txt"], at: worktree)
        try fixture.git(["update-index", "--skip-worktree", "a.txt", "b.txt"], at: worktree)
        try fixture.git(["update-index", "--assume-unchanged", "dir/c.txt"], at: worktree)
        unlink(worktree + "/dir/c.txt")
        try roundTrip()
        #expect(Files.read(worktree + "/a.txt") == "one\n")
        #expect(!Files.exists(worktree + "/dir/c.txt"))
    }

    @Test("what a checkout has written differs from its blob and holds nothing to save")
    func checkedOut() throws {
        try fixture.git(["config", "filter.up.clean", "tr A-Z a-z"])
        try fixture.git(["config", "filter.up.smudge", "tr a-z A-Z"])
        let attributes = "*.txt eol=crlf\n*.up filter=up\n*.id ident\n"
        try fixture.commit([".gitattributes": attributes], message: "attributes", at: worktree)
        try fixture.commit(["x.txt": "1\n", "x.up": "a\n", "x.id": "$Id$\n"], message: "files", at: worktree)
        for name in ["x.txt", "x.up", "x.id"] { unlink(worktree + "/" + name) }
        try fixture.git(["checkout", "--", "."], at: worktree)
        #expect(Files.read(worktree + "/x.txt") == "1\r\n")
        #expect(Files.read(worktree + "/x.up") == "A\n")
        #expect(try source().inspect().isEmpty)
    }

    @Test("a directory that a link has replaced: the link is saved, what it leads to is not")
    func replacedDirectory() throws {
        let elsewhere = fixture.directory.appending("elsewhere")
        try Files.write(elsewhere + "/c.txt", "outside\n")
        TemporaryDirectory.remove(worktree + "/dir")
        symlink(elsewhere, worktree + "/dir")
        let commit = try save().commit
        #expect(try fixture.git(["ls-tree", "-r", "--name-only", commit]) == "README\na.txt\ndir")
        try roundTrip()
    }

    @Test("what cannot be looked at is an error")
    func unknowable() throws {
        let long = Array(String(repeating: "x", count: 300).utf8)
        let error = #expect(throws: ParallelError.self) { try WorkTreeFile.find(long, in: worktree) }
        #expect(error?.code == .unreadableFile)
        #expect(try WorkTreeFile.find(Array("a.txt/below".utf8), in: worktree) == nil)
    }

    @Test("a commit that a tag object of the worktree alone leads to")
    func tagOfWorktree() throws {
        let commit = try fixture.git(["commit-tree", "-p", "HEAD", "-m", "only here", "HEAD^{tree}"], at: worktree)
        try fixture.git(["tag", "-a", "-m", "t", "t", commit], at: worktree)
        try fixture.git(["update-ref", "refs/worktree/keep", "refs/tags/t"], at: worktree)
        try fixture.git(["tag", "-d", "t"], at: worktree)
        #expect(try source().inspect().unreachableCommits == [commit])
    }

    @Test("of a main checkout's git directory only the checkout's own state")
    func mainCheckout() throws {
        let git = fixture.root + "/.git"
        try Files.write(git + "/credentials", "https://user:TOKEN@host")
        try Files.write(git + "/lfs/objects/aa/x", "large")
        try Files.write(git + "/MERGE_MSG", "words")
        let paths = WorktreeStateFiles.paths(in: git)
        #expect(paths.contains("MERGE_MSG"))
        #expect(paths.contains("logs/HEAD"))
        #expect(!paths.contains { $0.hasPrefix("lfs") || $0.hasPrefix("refs/heads") || $0 == "credentials" })
    }
}
