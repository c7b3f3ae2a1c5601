import CoordinatorFixtures
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// A checkout in which git died while it moved the target there.
@Suite struct QueueCutOffTests {
    private let fixture: CoordinatorFixture
    private let base: String
    private let commit: String

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(
            [
                "kept": "kept\n", "changed": "old old\n", "gone/file": "gone\n", "mode": "m\n", "crlf": "1\n",
                "dir": "file\n",
                ".gitattributes": "crlf text eol=crlf\n",
            ],
            message: "base")
        try fixture.git(["rm", "--quiet", "dir", "gone/file"])
        chmod(fixture.root + "/mode", 0o755)
        try fixture.git(["add", "mode"])
        try fixture.gitFixture.commit(
            [
                "changed": "new new new\n", "crlf": "1\n2\n", "dir/file": "in dir\n", "new/deep/file": "new\n",
                "new/\"odd\n": "odd\n",
            ],
            message: "next")
        try fixture.git(["branch", "--quiet", "next"])
        try fixture.git(["reset", "--quiet", "--hard", "HEAD^"])
        base = try fixture.git(["rev-parse", "main"])
        commit = try fixture.git(["rev-parse", "next"])
        _ = try MergeQueue(fixture.command()).add("next", in: fixture.repository)
        try attempt().begin(from: base, to: commit, in: fixture.root)
    }

    private func attempt() throws -> FastForwardAttempt {
        let coordinator = try fixture.command()
        let place = QueueTarget(coordinator, repository: fixture.repository, target: "main")
        return FastForwardAttempt(coordinator: coordinator, queueTarget: place)
    }

    private func run() throws -> QueueResult { try MergeQueue(fixture.command()).run(in: fixture.repository) }

    private func expectLanded() throws {
        let result = try run()
        #expect(result.landed.map(\.branch) == ["next"], "\(result)")
        #expect(result.errors.isEmpty, "\(result)")
        #expect(try fixture.git(["status", "--porcelain"]) == "")
        #expect(try fixture.git(["rev-parse", "main^{tree}"]) == fixture.git(["rev-parse", "next^{tree}"]))
        #expect(Files.read(fixture.root + "/crlf") == "1\r\n2\r\n")
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
    }

    @Test func `half of the files are written, one of them half, one taken away`() throws {
        try Files.write(fixture.root + "/changed", "new ne")
        try Files.write(fixture.root + "/crlf", "1\r\n2\r")
        try Files.write(fixture.root + "/new/deep/file", "")
        try Files.write(fixture.root + "/new/\"odd\n", "odd\n")
        unlink(fixture.root + "/dir")
        try Files.write(fixture.root + "/dir/file", "in dir\n")
        unlink(fixture.root + "/gone/file")
        chmod(fixture.root + "/mode", 0o755)
        try expectLanded()
    }

    @Test func `only the reference has not been moved`() throws {
        try fixture.git(["read-tree", "-m", "-u", base, commit])
        try expectLanded()
        #expect(try fixture.git(["rev-parse", "main"]) == commit)
    }

    /// One run that finds the checkout half moved and dirty.
    @discardableResult
    private func expectWaiting() throws -> [String] {
        let result = try run()
        #expect(result.ready.map(\.branch) == ["next"], "\(result)")
        #expect(result.errors.isEmpty, "\(result)")
        #expect(try fixture.git(["rev-parse", "main"]) == base)
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc/landing-move"]) == "")
        return result.notes
    }

    @Test func `what somebody has written since stays, and is named`() throws {
        try Files.write(fixture.root + "/changed", "new ne")
        try Files.write(fixture.root + "/new/deep/file", "mine\n")
        try Files.write(fixture.root + "/untracked", "mine, too\n")
        let said = try expectWaiting()
        #expect(said.contains { $0.contains("1 files were put back") && $0.contains("left alone: new/deep/file") })
        #expect(Files.read(fixture.root + "/changed") == "old old\n")
        #expect(Files.read(fixture.root + "/new/deep/file") == "mine\n")
        for file in ["new/deep/file", "untracked"] { unlink(fixture.root + "/" + file) }
        try expectLanded()
    }

    @Test func `a file or link where a directory was or will be stays`() throws {
        unlink(fixture.root + "/gone/file")
        rmdir(fixture.root + "/gone")
        try Files.write(fixture.root + "/gone", "mine\n")
        let elsewhere = fixture.gitFixture.directory.appending("elsewhere")
        try Files.write(elsewhere + "/deep/file", "new\n")
        symlink(elsewhere, fixture.root + "/new")
        try Files.write(fixture.root + "/changed", "new ne")
        try expectWaiting()
        #expect(Files.read(fixture.root + "/gone") == "mine\n")
        #expect(Files.read(fixture.root + "/changed") == "old old\n")
        #expect(Files.read(elsewhere + "/deep/file") == "new\n")
        #expect(Files.read(fixture.root + "/new/deep/file") == "new\n")
    }

    @Test func `what lay there before the move, git has not written`() throws {
        try Files.write(fixture.root + "/new/deep/file", "")
        try attempt().begin(from: base, to: commit, in: fixture.root)
        try expectWaiting()
        #expect(Files.read(fixture.root + "/new/deep/file") == "")
    }

    @Test func `a clock that is set back during the move changes nothing`() throws {
        try Files.write(fixture.root + "/changed", "new ne")
        try Files.write(fixture.root + "/new/deep/file", "n")
        fixture.advance(days: 30)
        try attempt().begin(from: base, to: commit, in: fixture.root)
        try Files.write(fixture.root + "/changed", "new new")
        try Files.write(fixture.root + "/new/deep/file", "new")
        fixture.advance(days: -60)
        try expectLanded()
    }

    @Test func `where the reference cannot be moved, what was written meanwhile and is ignored stays`() throws {
        try fixture.git(["read-tree", "-m", "-u", base, commit])
        try Files.write(fixture.repository + "/info/exclude", "gone\n")
        try Files.write(fixture.root + "/gone/file", "PRECIOUS\n")
        try TreeDeletion.delete(fixture.root + "/dir")
        try Files.write(fixture.root + "/dir/deep/ignored", "PRECIOUS, too\n")
        let lock = fixture.repository + "/refs/heads/main.lock"
        try Files.write(lock, "")
        let said = try expectWaiting()
        #expect(said.contains { $0.contains("main.lock") && $0.contains("left alone") }, "\(said)")
        #expect(Files.read(fixture.root + "/gone/file") == "PRECIOUS\n")
        #expect(Files.read(fixture.root + "/dir/deep/ignored") == "PRECIOUS, too\n")
        #expect(Files.read(fixture.root + "/changed") == "old old\n")
        #expect(!Files.exists(fixture.root + "/new"))
        #expect(try fixture.git(["diff", "--cached", "--name-only"]) == "")
        unlink(lock)
        try TreeDeletion.delete(fixture.root + "/dir")
        try fixture.git(["checkout", "--quiet", "--", "."])
        try expectLanded()
    }

    @Test func `a link is git's only as a whole`() throws {
        try fixture.git(["checkout", "--quiet", "-B", "next"])
        symlink("over/there", fixture.root + "/link")
        try fixture.git(["add", "link"])
        try fixture.git(["commit", "--quiet", "-m", "link"])
        let target = try fixture.git(["rev-parse", "HEAD"])
        try fixture.git(["checkout", "--quiet", "main"])
        try attempt().begin(from: base, to: target, in: fixture.root)
        symlink("over", fixture.root + "/link")
        _ = try attempt().end()
        let status = try fixture.git(["status", "--porcelain"])
        #expect(status == "?? link", "\(status)")
    }

    @Test func `under a session that lives there by now nothing changes until it has ended`() throws {
        try Files.write(fixture.root + "/changed", "new ne")
        #expect(try fixture.start(1).directory == fixture.root)
        let result = try run()
        #expect(result.errors.map(\.error.code) == [.landingBusy], "\(result)")
        #expect(Files.read(fixture.root + "/changed") == "new ne")
        _ = try fixture.command().release(.pid(fixture.claude(1).pid), reason: "test")
        try expectLanded()
    }

    @Test func `what a filter hides is seen`() throws {
        try Files.write(fixture.repository + "/info/attributes", "changed filter=f\n")
        try fixture.git(["config", "filter.f.clean", "grep -v ^OUT"])
        try Files.write(fixture.root + "/changed", "new new new\nOUT of hours\n")
        try expectWaiting()
        #expect(Files.read(fixture.root + "/changed") == "new new new\nOUT of hours\n")
    }

    @Test func `links, a large file and a directory that is empty by now are put back`() throws {
        let large = String(repeating: "0123456789abcdef", count: 400_000)
        func commit(_ large: String, _ link: String) throws -> String {
            try Files.write(fixture.root + "/large", large)
            unlink(fixture.root + "/link")
            symlink(link, fixture.root + "/link")
            try fixture.git(["add", "--all"])
            try fixture.git(["commit", "--quiet", "-m", link])
            return try fixture.git(["rev-parse", "HEAD"])
        }
        try Files.write(fixture.root + "/x/y/z", "z\n")
        let start = try commit("small\n", "old")
        try Files.write(fixture.root + "/x/y/z", "z\n")
        try fixture.git(["rm", "--quiet", "--force", "x/y/z"])
        let target = try commit(large, "new")
        try fixture.git(["reset", "--quiet", "--hard", start])
        try attempt().begin(from: start, to: target, in: fixture.root)
        try Files.write(fixture.root + "/large", String(large.prefix(5_000_000)))
        unlink(fixture.root + "/link")
        symlink("new", fixture.root + "/link")
        unlink(fixture.root + "/x/y/z")
        mkdir(fixture.root + "/x/y", 0o755)
        _ = try attempt().end()
        #expect(try fixture.git(["status", "--porcelain"]) == "")
        #expect(try fixture.git(["rev-parse", "HEAD"]) == start)
    }

    @Test func `what a recovery that was killed has left beside a file is cleared, and an edit in it comes back`()
        throws
    {
        try Files.write(fixture.root + "/changed", "new ne")
        try Files.write(fixture.root + "/new/deep/file", "ne")
        func aside(_ path: String) -> String { CutOffFastForward.aside(Array(path.utf8)).display }
        try Files.write(fixture.root + "/" + aside("changed"), "old")
        try Files.write(fixture.root + "/" + aside("crlf"), "an edit\n")
        _ = try attempt().end()
        let status = try fixture.git(["status", "--porcelain"])
        #expect(status == " M crlf", "\(status)")
        #expect(Files.read(fixture.root + "/crlf") == "an edit\n")
    }

    @Test func `files are judged by the attributes of their own commit`() throws {
        try fixture.git(["checkout", "--quiet", "-B", "next"])
        try fixture.gitFixture.commit(
            [".gitattributes": "*.bin text eol=crlf\n", "a.bin": "1\n2\n"], message: "attributes")
        let target = try fixture.git(["rev-parse", "HEAD"])
        try fixture.git(["checkout", "--quiet", "main"])
        try attempt().begin(from: base, to: target, in: fixture.root)
        try Files.write(fixture.root + "/.gitattributes", "*.bin text eol=crlf\n")
        try Files.write(fixture.root + "/a.bin", "1\r\n2")
        _ = try attempt().end()
        #expect(try fixture.git(["status", "--porcelain"]) == "")
    }

    @Test func `what is ignored and was written all the same goes, too`() throws {
        try Files.write(fixture.repository + "/info/exclude", "new\n")
        try Files.write(fixture.root + "/new/deep/file", "ne")
        try expectLanded()
    }

    @Test func `a checkout that is gone blocks nothing`() throws {
        try fixture.git(["checkout", "--quiet", "--detach"])
        let tree = fixture.gitFixture.directory.appending("tree")
        try fixture.git(["worktree", "add", "--quiet", tree, "main"])
        try TreeDeletion.delete(tree)
        #expect(try run().errors.isEmpty)
    }

    @Test func `a git that still moves it is waited for`() throws {
        var pid: pid_t = 0
        var argv: [UnsafeMutablePointer<CChar>?] =
            (["sh", "-c", "read line; :", "git", "merge", "--ff-only", commit] as [String]).map { strdup($0) } + [nil]
        defer { for word in argv { free(word) } }
        var pipes: [Int32] = [0, 0]
        pipe(&pipes)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addchdir_np(&actions, fixture.root)
        posix_spawn_file_actions_adddup2(&actions, pipes[0], 0)
        try #require(posix_spawn(&pid, "/bin/sh", &actions, nil, &argv, nil) == 0)
        try Files.write(fixture.root + "/changed", "new ne")
        #expect(try run().errors.map(\.error.code) == [.landingBusy])
        #expect(Files.read(fixture.root + "/changed") == "new ne")
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
        for descriptor in pipes { close(descriptor) }
        try expectLanded()
    }
}
