import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What cannot be saved is not removed, and the reason is said.
@Suite struct KeepTests {
    private let world: World
    private let session: Registration
    private var place: String { session.directory }

    init() throws {
        world = try World()
        session = try world.startInWorktree()
    }

    /// Releases it and expects it to be kept, whole and usable, for a reason with these words.
    private func expectKept(_ words: String, overrides: [String: String] = [:]) throws {
        let files = Files.snapshot(place)
        let outcome = try #require(
            try world.command(overrides: overrides).release(.id(session.session.id), reason: "test").worktree)
        #expect(!outcome.removed && outcome.rescue == nil)
        #expect(outcome.kept?.contains(words) == true, "\(outcome.kept ?? "removed")")
        #expect(Files.snapshot(place) == files)
        #expect(try world.listedWorktrees == [world.root, place])
        let row = try world.command().worktree(place)
        #expect(row.state == .active && row.keptReason == outcome.kept && row.owner == nil && row.trashPath == nil)
        #expect(try world.command().trash().isEmpty)
        #expect(try world.command().session(.id(session.session.id))?.state == .ended)
        let report = try world.command().status(repository: world.repository, withWork: false)
        #expect(report.worktrees.map(\.path) == [place])
    }

    /// What was in the way is gone: the next cleanup removes it.
    private func expectRemovable() throws {
        let outcomes = try world.command().cleanup().worktrees
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
        try world.git(["init", "--quiet", place + "/" + name])
        try Files.write(world.repository + "/info/exclude", "ignored\n")
        try expectKept("a repository of its own lies inside: \(name)")
        TemporaryDirectory.remove(place + "/" + name)
        try expectRemovable()
    }

    @Test("a repository in a directory of tracked files, where git status does not see it")
    func nestedAmongTracked() throws {
        try world.fixture.commit(["deep/er/file": "x\n"], message: "deep", at: place)
        try world.git(["init", "--quiet", place + "/deep"])
        #expect(try world.git(["status", "--porcelain"], at: place) == "")
        try expectKept("a repository of its own lies inside: deep")
    }

    @Test("an ignored checkout whose .git is a file")
    func nestedByFile() throws {
        try Files.write(world.repository + "/info/exclude", "ignored\n")
        try world.git(["worktree", "add", "--quiet", "--detach", place + "/ignored"])
        let outcome = try world.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.hasPrefix("a repository of its own lies inside: ignored. What helps: mv ") == true)
    }

    @Test("a gitlink that was added without being a submodule")
    func embedded() throws {
        try world.git(["clone", "--quiet", world.root, place + "/inner"])
        try world.git(["-c", "advice.addEmbeddedRepo=false", "add", "inner"], at: place)
        try world.git(["commit", "--quiet", "-m", "embedded"], at: place)
        #expect(try world.git(["status", "--porcelain"], at: place) == "")
        try expectKept("a repository of its own lies inside: inner")
    }

    @Test("a directory that cannot be read", .enabled(if: Victim.canBeNobody), arguments: ["untracked", "tracked"])
    func unreadableDirectory(name: String) throws {
        try world.fixture.commit(["tracked/file": "x\n"], message: "tracked", at: place)
        try Files.write(place + "/\(name)/work", "x")
        let victim = Victim(world)
        try victim.giveEverythingToNobody()
        chown(place + "/" + name, 0, 0)
        chmod(place + "/" + name, 0o700)
        let ending = try victim.run("release", session.session.id, asNobody: true)
        #expect(ending.status == .exited(0))
        #expect(try world.command().worktree(place).keptReason?.contains("a file cannot be read") == true)
        #expect(Files.read(place + "/\(name)/work") == "x")
    }

    @Test("a FIFO is no work, and is never opened")
    func fifo() throws {
        mkfifo(place + "/pipe", 0o644)
        try Files.write(place + "/work", "x")
        let outcome = try world.command().release(.id(session.session.id), reason: "test").worktree
        let rescue = try world.command().rescue(try #require(outcome?.rescue))
        #expect(rescue.specialFiles == ["pipe"] && rescue.untrackedFiles == 1)
    }

    @Test("a bare repository inside")
    func nestedBare() throws {
        try world.git(["init", "--quiet", "--bare", place + "/inner.git"])
        try expectKept("a repository of its own lies inside: inner.git")
    }

    @Test("a repository in the place of the worktree's own .git")
    func gitReplaced() throws {
        unlink(place + "/.git")
        try world.git(["init", "--quiet", place])
        let outcome = try world.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("a repository of its own") == true)
        #expect(Files.exists(place + "/.git/HEAD"))
    }

    @Test("another git holds the index lock")
    func indexLock() throws {
        let lock = try world.git(["rev-parse", "--git-path", "index.lock"], at: place)
        try Files.write(lock, "")
        try expectKept("another git process is at work in it")
        unlink(lock)
        try expectRemovable()
    }

    @Test("more changes than rescue.maxBytes")
    func tooLarge() throws {
        try Files.write(place + "/big", String(repeating: "x", count: 5_000))
        try expectKept("over the limit", overrides: ["rescue.maxBytes": "4999"])
        #expect(try world.git(["for-each-ref", "refs/parallel-cc"]) == "")
        try expectRemovable()
    }

    @Test("git does not know it any more")
    func forgotten() throws {
        try Files.write(place + "/work", "x")
        TemporaryDirectory.remove(try world.git(["rev-parse", "--git-dir"], at: place))
        let outcome = try world.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("git does not know it") == true && Files.read(place + "/work") == "x")
    }

    @Test("a live session holds it")
    func leased() throws {
        let error = #expect(throws: ParallelError.self) { try world.command().removeWorktree(place) }
        #expect(error?.code == .worktreeInUse)
        #expect(try world.command().cleanup().worktrees.isEmpty && Files.exists(place))
    }

    @Test("the user said keep: until he removes it by name")
    func keptByUser() throws {
        let name = try #require(session.session.worktreeName)
        #expect(try world.command().keepWorktree(name, reason: "mine").state == .kept)
        let outcome = try world.command().release(.id(session.session.id), reason: "test").worktree
        #expect(outcome?.kept == "mine")
        world.advance(days: 1_000)
        #expect(try world.command().cleanup().worktrees.isEmpty && Files.exists(place))
        #expect(try world.command().removeWorktree(name).removed)
    }

    @Test("a worktree of the user's own is never touched")
    func foreign() throws {
        let mine = try world.fixture.addWorktree("mine")
        let third = try world.start(3, at: mine)
        world.kill(world.claude(3))
        #expect(try world.command().cleanup().sessions == [third.session.id])
        #expect(Files.read(mine + "/README") == "hello\n")
        #expect(throws: ParallelError.self) { try world.command().removeWorktree(mine) }
    }

    @Test("it cannot be moved into the trash")
    func immovable() throws {
        // Where nothing can be made, whatever the user's rights.
        symlink("/proc", world.worktreeRoot + "/.trash")
        try expectKept("cannot be moved")
        unlink(world.worktreeRoot + "/.trash")
        try expectRemovable()
    }

    @Test("a file that cannot be read", .enabled(if: Victim.canBeNobody))
    func unreadable() throws {
        try Files.write(place + "/secret", "x", mode: 0o000)
        let victim = Victim(world)
        try victim.giveEverythingToNobody()
        chown(place + "/secret", 0, 0)
        let ending = try victim.run("release", session.session.id, asNobody: true)
        #expect(ending.status == .exited(0))
        #expect(try world.command().worktree(place).keptReason?.contains("a file cannot be read: secret") == true)
        #expect(Files.read(place + "/secret") == "x")
    }
}
