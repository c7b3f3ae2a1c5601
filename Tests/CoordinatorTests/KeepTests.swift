import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What cannot be saved is not removed, and the reason is said.
@Suite struct KeepTests {
    private let fixture: CoordinatorFixture
    private let session: Registration
    private var place: String { session.directory }

    init() throws {
        fixture = try CoordinatorFixture()
        session = try fixture.startInWorktree()
    }

    /// Releases it and expects it to be kept, whole and usable, for a reason with these words.
    private func expectKept(_ words: String, overrides: [String: String] = [:]) throws {
        let files = Files.snapshot(place)
        let outcome = try #require(
            try fixture.command(overrides: overrides).release(.id(session.session.id), reason: "test").worktree)
        #expect(!outcome.removed)
        #expect(outcome.rescue == nil)
        #expect(outcome.kept?.contains(words) == true, "\(outcome.kept ?? "removed")")
        #expect(Files.snapshot(place) == files)
        #expect(try fixture.listedWorktrees == [fixture.root, place])
        let row = try fixture.command().worktree(place)
        #expect(row.state == .active)
        #expect(row.keptReason == outcome.kept)
        #expect(row.owner == nil)
        #expect(row.trashPath == nil)
        #expect(try fixture.command().trash().isEmpty)
        #expect(try fixture.command().session(.id(session.session.id))?.state == .ended)
        let report = try fixture.command().status(repository: fixture.repository, withWork: false)
        #expect(report.worktrees.map(\.path) == [place])
    }

    /// What was in the way is gone: the next cleanup removes it.
    private func expectRemovable() throws {
        let outcomes = try fixture.command().cleanup().worktrees
        #expect(outcomes.map(\.removed) == [true], "\(outcomes)")
    }

    @Test("a process whose working directory is inside")
    func workingDirectory() throws {
        try Files.write(place + "/deep/file", "x")
        let child = try Child(["sleep", "1000"], directory: place + "/deep")
        try expectKept("a process lives in it: sleep (\(child.pid))")
        child.end()
        try expectRemovable()
    }

    @Test("a process with a file of it open, or mapped")
    func openFile() throws {
        try Files.write(place + "/deep/log", "x")
        let child = try Child(
            ["sh", "-c", "exec 9>>\"$1\"; exec sleep 1000", "sh", place + "/deep/log"], directory: "/")
        child.waitFor(file: "/proc/\(child.pid)/fd/9")
        try expectKept("a process lives in it")
        child.end()
        try expectRemovable()
    }

    @Test("a repository of its own inside, in an ignored directory too", arguments: ["inner", "ignored/deep/inner"])
    func nestedRepository(name: String) throws {
        try fixture.git(["init", "--quiet", place + "/" + name])
        try Files.write(fixture.repository + "/info/exclude", "ignored\n")
        try expectKept("a repository of its own lies inside: \(name)")
        TemporaryDirectory.remove(place + "/" + name)
        try expectRemovable()
    }

    @Test("a repository in a directory of tracked files, where git status does not see it")
    func nestedAmongTracked() throws {
        try fixture.gitFixture.commit(["deep/er/file": "x\n"], message: "deep", at: place)
        try fixture.git(["init", "--quiet", place + "/deep"])
        #expect(try fixture.git(["status", "--porcelain"], at: place) == "")
        try expectKept("a repository of its own lies inside: deep")
    }

    @Test("an ignored checkout whose .git is a file")
    func nestedByFile() throws {
        try Files.write(fixture.repository + "/info/exclude", "ignored\n")
        try fixture.git(["worktree", "add", "--quiet", "--detach", place + "/ignored"])
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.hasPrefix("a repository of its own lies inside: ignored. What helps: mv ") == true)
    }

    @Test("a gitlink that was added without being a submodule")
    func embedded() throws {
        try fixture.git(["clone", "--quiet", fixture.root, place + "/inner"])
        try fixture.git(["-c", "advice.addEmbeddedRepo=false", "add", "inner"], at: place)
        try fixture.git(["commit", "--quiet", "-m", "embedded"], at: place)
        #expect(try fixture.git(["status", "--porcelain"], at: place) == "")
        try expectKept("a repository of its own lies inside: inner")
    }

    @Test("a directory that cannot be read", .enabled(if: Victim.canBeNobody), arguments: ["untracked", "tracked"])
    func unreadableDirectory(name: String) throws {
        try fixture.gitFixture.commit(["tracked/file": "x\n"], message: "tracked", at: place)
        try Files.write(place + "/\(name)/work", "x")
        let victim = Victim(fixture)
        try victim.giveEverythingToNobody()
        chown(place + "/" + name, 0, 0)
        chmod(place + "/" + name, 0o700)
        let ending = try victim.run("release", session.session.id, asNobody: true)
        #expect(ending.status == .exited(0))
        #expect(try fixture.command().worktree(place).keptReason?.contains("a file cannot be read") == true)
        #expect(Files.read(place + "/\(name)/work") == "x")
    }

    @Test("a FIFO is no work, and is never opened")
    func fifo() throws {
        mkfifo(place + "/pipe", 0o644)
        try Files.write(place + "/work", "x")
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let rescue = try fixture.command().rescue(try #require(outcome?.rescue))
        #expect(rescue.specialFiles == ["pipe"])
        #expect(rescue.untrackedFiles == 1)
    }

    @Test("a bare repository inside")
    func nestedBare() throws {
        try fixture.git(["init", "--quiet", "--bare", place + "/inner.git"])
        try expectKept("a repository of its own lies inside: inner.git")
    }

    @Test("a repository in the place of the worktree's own .git")
    func gitReplaced() throws {
        unlink(place + "/.git")
        try fixture.git(["init", "--quiet", place])
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("a repository of its own") == true)
        #expect(Files.exists(place + "/.git/HEAD"))
    }

    @Test("another git holds the index lock")
    func indexLock() throws {
        let lock = try fixture.git(["rev-parse", "--git-path", "index.lock"], at: place)
        try Files.write(lock, "")
        try expectKept("another git process is at work in it")
        unlink(lock)
        try expectRemovable()
    }

    @Test("more changes than rescue.maxBytes")
    func tooLarge() throws {
        try Files.write(place + "/big", String(repeating: "x", count: 5_000))
        try expectKept("over the limit", overrides: ["rescue.maxBytes": "4999"])
        #expect(try fixture.git(["for-each-ref", "refs/parallel-cc"]) == "")
        try expectRemovable()
    }

    @Test("git does not know it any more")
    func forgotten() throws {
        try Files.write(place + "/work", "x")
        TemporaryDirectory.remove(try fixture.git(["rev-parse", "--git-dir"], at: place))
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("git does not know it") == true)
        #expect(Files.read(place + "/work") == "x")
    }

    @Test("a live session holds it")
    func leased() throws {
        let error = #expect(throws: ParallelError.self) { try fixture.command().removeWorktree(place) }
        #expect(error?.code == .worktreeInUse)
        #expect(try fixture.command().cleanup().worktrees.isEmpty)
        #expect(Files.exists(place))
    }

    @Test("the user said keep: until he removes it by name")
    func keptByUser() throws {
        let name = try #require(session.session.worktreeName)
        #expect(try fixture.command().keepWorktree(name, reason: "mine").state == .kept)
        let outcome = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept == "mine")
        fixture.advance(days: 1_000)
        #expect(try fixture.command().cleanup().worktrees.isEmpty)
        #expect(Files.exists(place))
        #expect(try fixture.command().removeWorktree(name).removed)
    }

    @Test("a worktree of the user's own is never touched")
    func foreign() throws {
        let mine = try fixture.gitFixture.addWorktree("mine")
        let third = try fixture.start(3, at: mine)
        fixture.kill(fixture.claude(3))
        #expect(try fixture.command().cleanup().sessions == [third.session.id])
        #expect(Files.read(mine + "/README") == "hello\n")
        #expect(throws: ParallelError.self) { try fixture.command().removeWorktree(mine) }
    }

    @Test("it cannot be moved into the trash")
    func immovable() throws {
        // Where nothing can be made, whatever the user's rights.
        symlink("/proc", fixture.worktreeRoot + "/.trash")
        try expectKept("cannot be moved")
        unlink(fixture.worktreeRoot + "/.trash")
        try expectRemovable()
    }

    @Test("a file that cannot be read", .enabled(if: Victim.canBeNobody))
    func unreadable() throws {
        try Files.write(place + "/secret", "x", mode: 0o000)
        let victim = Victim(fixture)
        try victim.giveEverythingToNobody()
        chown(place + "/secret", 0, 0)
        let ending = try victim.run("release", session.session.id, asNobody: true)
        #expect(ending.status == .exited(0))
        #expect(try fixture.command().worktree(place).keptReason?.contains("a file cannot be read: secret") == true)
        #expect(Files.read(place + "/secret") == "x")
    }

    @Test("a branch that git cannot delete because of a lock is not said to hold commits")
    func lockedReference() throws {
        let branch = try #require(session.session.branch)
        try Files.write(fixture.root + "/.git/refs/heads/\(branch).lock", "")
        let ended = try fixture.command().release(.id(session.session.id), reason: "test").worktree
        let outcome = try #require(ended)
        #expect(outcome.removed)
        #expect(!outcome.branchDeleted)
        #expect(outcome.branchStays == .isLocked)
        #expect(try fixture.branches.contains(branch))
    }
}
