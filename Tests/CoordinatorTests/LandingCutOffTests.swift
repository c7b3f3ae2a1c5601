import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// A checkout in which git died while it moved the target there.
@Suite struct LandingCutOffTests {
    private let world: World
    private let base: String
    private let commit: String

    init() throws {
        world = try World()
        try world.fixture.commit(
            [
                "kept": "kept\n", "changed": "old old\n", "gone/file": "gone\n", "mode": "m\n", "crlf": "1\n",
                "dir": "file\n",
                ".gitattributes": "crlf text eol=crlf\n",
            ],
            message: "base")
        try world.git(["rm", "--quiet", "dir", "gone/file"])
        chmod(world.root + "/mode", 0o755)
        try world.git(["add", "mode"])
        try world.fixture.commit(
            [
                "changed": "new new new\n", "crlf": "1\n2\n", "dir/file": "in dir\n", "new/deep/file": "new\n",
                "new/\"odd\n": "odd\n",
            ],
            message: "next")
        try world.git(["branch", "--quiet", "next"])
        try world.git(["reset", "--quiet", "--hard", "HEAD^"])
        base = try world.git(["rev-parse", "main"])
        commit = try world.git(["rev-parse", "next"])
        _ = try world.command().queueLanding("next", in: world.repository)
        try attempt().begin(from: base, to: commit, in: world.root)
    }

    private func attempt() throws -> LandingAttempt {
        let coordinator = try world.command()
        let place = LandingPlace(coordinator, repository: world.repository, target: "main")
        return LandingAttempt(coordinator: coordinator, place: place)
    }

    private func run() throws -> LandingResult { try world.command().runLandings(in: world.repository) }

    private func expectLanded() throws {
        let result = try run()
        #expect(result.landed.map(\.branch) == ["next"] && result.errors.isEmpty, "\(result)")
        #expect(try world.git(["status", "--porcelain"]) == "")
        #expect(try world.git(["rev-parse", "main^{tree}"]) == world.git(["rev-parse", "next^{tree}"]))
        #expect(Files.read(world.root + "/crlf") == "1\r\n2\r\n")
        #expect(try world.git(["for-each-ref", "refs/parallel-cc"]) == "")
    }

    @Test func `half of the files are written, one of them half, one taken away`() throws {
        try Files.write(world.root + "/changed", "new ne")
        try Files.write(world.root + "/crlf", "1\r\n2\r")
        try Files.write(world.root + "/new/deep/file", "")
        try Files.write(world.root + "/new/\"odd\n", "odd\n")
        unlink(world.root + "/dir")
        try Files.write(world.root + "/dir/file", "in dir\n")
        unlink(world.root + "/gone/file")
        chmod(world.root + "/mode", 0o755)
        try expectLanded()
    }

    @Test func `only the reference has not been moved`() throws {
        try world.git(["read-tree", "-m", "-u", base, commit])
        try expectLanded()
        #expect(try world.git(["rev-parse", "main"]) == commit)
    }

    /// One run that finds the checkout half moved and dirty.
    @discardableResult
    private func expectWaiting() throws -> [String] {
        let result = try run()
        #expect(result.pending.map(\.branch) == ["next"] && result.errors.isEmpty, "\(result)")
        #expect(try world.git(["rev-parse", "main"]) == base)
        #expect(try world.git(["for-each-ref", "refs/parallel-cc/landing-move"]) == "")
        return result.notes
    }

    @Test func `what somebody has written since stays, and is named`() throws {
        try Files.write(world.root + "/changed", "new ne")
        try Files.write(world.root + "/new/deep/file", "mine\n")
        try Files.write(world.root + "/untracked", "mine, too\n")
        let said = try expectWaiting()
        #expect(said.contains { $0.contains("1 files were put back") && $0.contains("left alone: new/deep/file") })
        #expect(Files.read(world.root + "/changed") == "old old\n")
        #expect(Files.read(world.root + "/new/deep/file") == "mine\n")
        for file in ["new/deep/file", "untracked"] { unlink(world.root + "/" + file) }
        try expectLanded()
    }

    @Test func `a file or link where a directory was or will be stays`() throws {
        unlink(world.root + "/gone/file")
        rmdir(world.root + "/gone")
        try Files.write(world.root + "/gone", "mine\n")
        let elsewhere = world.fixture.directory.appending("elsewhere")
        try Files.write(elsewhere + "/deep/file", "new\n")
        symlink(elsewhere, world.root + "/new")
        try Files.write(world.root + "/changed", "new ne")
        try expectWaiting()
        #expect(Files.read(world.root + "/gone") == "mine\n" && Files.read(world.root + "/changed") == "old old\n")
        #expect(Files.read(elsewhere + "/deep/file") == "new\n" && Files.read(world.root + "/new/deep/file") == "new\n")
    }

    @Test func `what lay there before the move, git has not written`() throws {
        try Files.write(world.root + "/new/deep/file", "")
        try attempt().begin(from: base, to: commit, in: world.root)
        try expectWaiting()
        #expect(Files.read(world.root + "/new/deep/file") == "")
    }

    @Test func `a clock that is set back during the move changes nothing`() throws {
        try Files.write(world.root + "/changed", "new ne")
        try Files.write(world.root + "/new/deep/file", "n")
        world.advance(days: 30)
        try attempt().begin(from: base, to: commit, in: world.root)
        try Files.write(world.root + "/changed", "new new")
        try Files.write(world.root + "/new/deep/file", "new")
        world.advance(days: -60)
        try expectLanded()
    }

    @Test func `where the reference cannot be moved, what was written meanwhile and is ignored stays`() throws {
        try world.git(["read-tree", "-m", "-u", base, commit])
        try Files.write(world.repository + "/info/exclude", "gone\n")
        try Files.write(world.root + "/gone/file", "PRECIOUS\n")
        try TreeDeletion.delete(world.root + "/dir")
        try Files.write(world.root + "/dir/deep/ignored", "PRECIOUS, too\n")
        let lock = world.repository + "/refs/heads/main.lock"
        try Files.write(lock, "")
        let said = try expectWaiting()
        #expect(said.contains { $0.contains("main.lock") && $0.contains("left alone") }, "\(said)")
        #expect(Files.read(world.root + "/gone/file") == "PRECIOUS\n")
        #expect(Files.read(world.root + "/dir/deep/ignored") == "PRECIOUS, too\n")
        #expect(Files.read(world.root + "/changed") == "old old\n")
        #expect(!Files.exists(world.root + "/new"))
        #expect(try world.git(["diff", "--cached", "--name-only"]) == "")
        unlink(lock)
        try TreeDeletion.delete(world.root + "/dir")
        try world.git(["checkout", "--quiet", "--", "."])
        try expectLanded()
    }

    @Test func `a link is git's only as a whole`() throws {
        try world.git(["checkout", "--quiet", "-B", "next"])
        symlink("over/there", world.root + "/link")
        try world.git(["add", "link"])
        try world.git(["commit", "--quiet", "-m", "link"])
        let target = try world.git(["rev-parse", "HEAD"])
        try world.git(["checkout", "--quiet", "main"])
        try attempt().begin(from: base, to: target, in: world.root)
        symlink("over", world.root + "/link")
        _ = try attempt().end()
        let status = try world.git(["status", "--porcelain"])
        #expect(status == "?? link", "\(status)")
    }

    @Test func `under a session that lives there by now nothing changes until it has ended`() throws {
        try Files.write(world.root + "/changed", "new ne")
        #expect(try world.start(1).directory == world.root)
        let result = try run()
        #expect(result.errors.map(\.error.code) == [.landingBusy], "\(result)")
        #expect(Files.read(world.root + "/changed") == "new ne")
        _ = try world.command().release(.pid(world.claude(1).pid), reason: "test")
        try expectLanded()
    }

    @Test func `what a filter hides is seen`() throws {
        try Files.write(world.repository + "/info/attributes", "changed filter=f\n")
        try world.git(["config", "filter.f.clean", "grep -v ^OUT"])
        try Files.write(world.root + "/changed", "new new new\nOUT of hours\n")
        try expectWaiting()
        #expect(Files.read(world.root + "/changed") == "new new new\nOUT of hours\n")
    }

    @Test func `links, a large file and a directory that is empty by now are put back`() throws {
        let large = String(repeating: "0123456789abcdef", count: 400_000)
        func commit(_ large: String, _ link: String) throws -> String {
            try Files.write(world.root + "/large", large)
            unlink(world.root + "/link")
            symlink(link, world.root + "/link")
            try world.git(["add", "--all"])
            try world.git(["commit", "--quiet", "-m", link])
            return try world.git(["rev-parse", "HEAD"])
        }
        try Files.write(world.root + "/x/y/z", "z\n")
        let start = try commit("small\n", "old")
        try Files.write(world.root + "/x/y/z", "z\n")
        try world.git(["rm", "--quiet", "--force", "x/y/z"])
        let target = try commit(large, "new")
        try world.git(["reset", "--quiet", "--hard", start])
        try attempt().begin(from: start, to: target, in: world.root)
        try Files.write(world.root + "/large", String(large.prefix(5_000_000)))
        unlink(world.root + "/link")
        symlink("new", world.root + "/link")
        unlink(world.root + "/x/y/z")
        mkdir(world.root + "/x/y", 0o755)
        _ = try attempt().end()
        #expect(try world.git(["status", "--porcelain"]) == "")
        #expect(try world.git(["rev-parse", "HEAD"]) == start)
    }

    @Test func `what a recovery that was killed has left beside a file is cleared, and an edit in it comes back`()
        throws
    {
        try Files.write(world.root + "/changed", "new ne")
        try Files.write(world.root + "/new/deep/file", "ne")
        func aside(_ path: String) -> String { CutOffFastForward.aside(Array(path.utf8)).display }
        try Files.write(world.root + "/" + aside("changed"), "old")
        try Files.write(world.root + "/" + aside("crlf"), "an edit\n")
        _ = try attempt().end()
        let status = try world.git(["status", "--porcelain"])
        #expect(status == " M crlf", "\(status)")
        #expect(Files.read(world.root + "/crlf") == "an edit\n")
    }

    @Test func `files are judged by the attributes of their own commit`() throws {
        try world.git(["checkout", "--quiet", "-B", "next"])
        try world.fixture.commit([".gitattributes": "*.bin text eol=crlf\n", "a.bin": "1\n2\n"], message: "attributes")
        let target = try world.git(["rev-parse", "HEAD"])
        try world.git(["checkout", "--quiet", "main"])
        try attempt().begin(from: base, to: target, in: world.root)
        try Files.write(world.root + "/.gitattributes", "*.bin text eol=crlf\n")
        try Files.write(world.root + "/a.bin", "1\r\n2")
        _ = try attempt().end()
        #expect(try world.git(["status", "--porcelain"]) == "")
    }

    @Test func `what is ignored and was written all the same goes, too`() throws {
        try Files.write(world.repository + "/info/exclude", "new\n")
        try Files.write(world.root + "/new/deep/file", "ne")
        try expectLanded()
    }

    @Test func `a checkout that is gone blocks nothing`() throws {
        try world.git(["checkout", "--quiet", "--detach"])
        let tree = world.fixture.directory.appending("tree")
        try world.git(["worktree", "add", "--quiet", tree, "main"])
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
        posix_spawn_file_actions_addchdir_np(&actions, world.root)
        posix_spawn_file_actions_adddup2(&actions, pipes[0], 0)
        try #require(posix_spawn(&pid, "/bin/sh", &actions, nil, &argv, nil) == 0)
        try Files.write(world.root + "/changed", "new ne")
        #expect(try run().errors.map(\.error.code) == [.landingBusy])
        #expect(Files.read(world.root + "/changed") == "new ne")
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
        for descriptor in pipes { close(descriptor) }
        try expectLanded()
    }
}
