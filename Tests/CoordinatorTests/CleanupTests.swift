import CoordinatorFixtures
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What happens to sessions that are gone without goodbye, and to what a killed command left.
@Suite struct CleanupTests {
    @Test("a lost session's worktree is saved and removed, a living one's left alone")
    func lost() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        let third = try fixture.start(3)
        try Files.write(second.directory + "/work", "lost\n")
        fixture.kill(fixture.claude(2))
        let report = try fixture.command().status(repository: fixture.repository, withWork: false)
        #expect(report.lost.map(\.session.id) == [second.session.id])
        #expect(report.sessions.count == 2)
        let result = try fixture.command().cleanup()
        #expect(result.sessions == [second.session.id])
        #expect(result.failures.isEmpty)
        let outcome = try #require(result.worktrees.first)
        #expect(outcome.removed)
        #expect(outcome.path == second.directory)
        #expect(result.worktrees.count == 1)
        let rescue = try #require(outcome.rescue)
        #expect(try fixture.git(["show", "refs/parallel-cc/rescue/\(rescue):work"]) == "lost")
        #expect(Files.exists(third.directory))
        #expect(try fixture.command().cleanup() == CleanupResult())
    }

    @Test("indexes of killed processes go an hour later")
    func privateIndexes() throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        let (old, new) = (fixture.repository + "/parallel-cc-index-a", fixture.repository + "/parallel-cc-index-b")
        for path in [old + "/folder", old + ".index", new] { try Files.write(path, "") }
        var times = utimbuf(actime: 1, modtime: time(nil) - 3_700)
        for path in [old, old + ".index"] { utime(path, &times) }
        _ = try fixture.command().cleanup()
        #expect(!Files.exists(old))
        #expect(!Files.exists(old + ".index"))
        #expect(Files.exists(new))
    }

    @Test("of its own accord only what holds no work, or is lost for longer than worktree.lostDays")
    func onlyOld() throws {
        let fixture = try CoordinatorFixture()
        let clean = try fixture.startInWorktree()
        let dirty = try fixture.start(3)
        try Files.write(dirty.directory + "/work", "lost\n")
        fixture.kill(fixture.claude(2))
        fixture.kill(fixture.claude(3))
        #expect(try fixture.command().cleanup(onlyOld: true).worktrees.map(\.path) == [clean.directory])
        #expect(try fixture.command().cleanup(onlyOld: true).worktrees.isEmpty)
        fixture.advance(days: 8)
        #expect(try fixture.command().cleanup(onlyOld: true).worktrees.map(\.path) == [dirty.directory])
    }

    @Test("a clock that is set forward makes no lost worktree old")
    func clockForward() throws {
        let fixture = try CoordinatorFixture()
        _ = try fixture.startInWorktree()
        let dirty = try fixture.start(3)
        try Files.write(dirty.directory + "/work", "lost\n")
        fixture.kill(fixture.claude(3))
        #expect(try fixture.command().cleanup(onlyOld: true).worktrees.isEmpty)
        fixture.setClock(forward: 30)
        for _ in 1...3 { #expect(try fixture.command().cleanup(onlyOld: true).worktrees.isEmpty) }
        fixture.advance(days: 8)
        #expect(try fixture.command().cleanup(onlyOld: true).worktrees.map(\.path) == [dirty.directory])
    }

    @Test("a session that lost its worktree by the user's hand ends")
    func deleted() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        TemporaryDirectory.remove(second.directory)
        fixture.kill(fixture.claude(2))
        let result = try fixture.command().cleanup()
        #expect(result.sessions == [second.session.id])
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(try fixture.command().worktrees().isEmpty)
    }

    @Test("a worktree whose place cannot be seen is not taken for deleted, unless the user says so by name")
    func unmounted() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        try Files.write(second.directory + "/work", "x\n")
        fixture.kill(fixture.claude(2))
        let away = fixture.gitFixture.directory.appending("away")
        #expect(rename(fixture.worktreeRoot, away) == 0)
        for only in [true, false] {
            _ = try fixture.command().cleanup(onlyOld: only)
            #expect(try fixture.listedWorktrees.count == 2)
            #expect(try fixture.branches.count == 2)
        }
        // What is there instead is another directory: the one that a disk is mounted on.
        mkdir(fixture.worktreeRoot, 0o755)
        fixture.advance(days: 30)
        _ = try fixture.command().cleanup()
        #expect(try fixture.start(3, conversation: .new).session.worktreePath != second.directory)
        #expect(try fixture.command().worktree(second.directory).keptReason?.contains("mounted") == true)
        _ = try fixture.command().release(.pid(fixture.claude(3).pid), reason: "test")
        rmdir(fixture.worktreeRoot + "/.trash")
        TemporaryDirectory.remove(fixture.worktreeRoot)
        #expect(rename(away, fixture.worktreeRoot) == 0)
        #expect(Files.read(second.directory + "/work") == "x\n")
        #expect(try fixture.git(["status", "--porcelain"], at: second.directory) == "?? work")
        TemporaryDirectory.remove(fixture.worktreeRoot)
        #expect(try fixture.command().removeWorktree(second.session.worktreeName ?? "").removed)
    }

    @Test("a worktree whose repository was deleted is forgotten by name, once its files are gone")
    func deletedRepository() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        let name = try #require(second.session.worktreeName)
        TemporaryDirectory.remove(fixture.root)
        let error = #expect(throws: ParallelError.self) { try fixture.command().removeWorktree(name) }
        #expect(error?.message.contains("repository is gone") == true)
        #expect(Files.exists(second.directory))
        TemporaryDirectory.remove(second.directory)
        let outcome = try fixture.command().removeWorktree(name)
        #expect(outcome.isForgotten)
        #expect(!outcome.removed)
        #expect(try fixture.command().worktrees().isEmpty)
    }

    @Test("one that the user has locked stays")
    func locked() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        try fixture.git(["worktree", "unlock", second.directory])
        try fixture.git(["worktree", "lock", "--reason", "mine", second.directory])
        let outcome = try fixture.command().release(.id(second.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("locked") == true)
        #expect(Files.exists(second.directory))
        try fixture.git(["worktree", "unlock", second.directory])
        #expect(try fixture.command().cleanup().worktrees.map(\.removed) == [true])
    }

    @Test("a worktree whose repository is gone is left alone, and it is said why")
    func noRepository() throws {
        let fixture = try CoordinatorFixture()
        _ = try fixture.startInWorktree()
        fixture.kill(fixture.claude(2))
        rename(fixture.root, fixture.root + "-elsewhere")
        let kept = try fixture.command().cleanup().worktrees.map(\.kept)
        #expect(kept.count == 1 && kept[0]?.contains("its repository is gone") == true)
        rename(fixture.root + "-elsewhere", fixture.root)
        #expect(try fixture.command().cleanup().worktrees.map(\.removed) == [true])
    }

    @Test("two commands at one worktree: the second leaves it to the first")
    func race() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        try Files.write(second.directory + "/work", "x")
        fixture.kill(fixture.claude(2))
        let inner = Inner(fixture)
        let outer = try fixture.command(5_000_001, reach: { if $0 == "remove.rescued" { inner.run() } })
        let result = try outer.cleanup()
        #expect(result.worktrees.map(\.removed) == [true])
        #expect(inner.outcomes == [])
        #expect(try fixture.command().rescues().count == 1)
        #expect(try fixture.command().trash().count == 1)
    }

    /// A cleanup in the middle of another one.
    private final class Inner: Sendable {
        private let fixture: CoordinatorFixture
        nonisolated(unsafe) private(set) var outcomes: [RemovalOutcome]?

        init(_ fixture: CoordinatorFixture) { self.fixture = fixture }

        func run() { outcomes = try? fixture.command(5_000_002).cleanup().worktrees }
    }

    @Test("locks that a killed git has left are named, and nothing else")
    func oldLocks() throws {
        let fixture = try CoordinatorFixture()
        let session = try fixture.startInWorktree()
        let own = try Repository.discover(at: session.directory, git: fixture.command().git(session.directory))
        let old = [fixture.repository + "/packed-refs.lock", own.gitDirectory + "/reftable/tables.list.lock"]
        for path in old + [fixture.repository + "/index.lock"] { try Files.write(path, "") }
        var times = [timeval](repeating: timeval(tv_sec: time(nil) - 3_600, tv_usec: 0), count: 2)
        for path in old { utimes(path, &times) }
        #expect(try fixture.command().oldLocks() == old)
        for path in old { #expect(Files.exists(path)) }
    }

    @Test("a database that was lost: worktrees are found again by git's locks, rescues by their references")
    func lostDatabase() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        let third = try fixture.start(3)
        try Files.write(third.directory + "/work", "x")
        let rescue = try #require(
            try fixture.command().release(.id(third.session.id), reason: "test").worktree?.rescue)
        _ = try fixture.command().restoreRescue(rescue, to: nil)
        for suffix in ["", "-wal", "-shm"] { unlink(fixture.dataDirectory + "/coordinator.db" + suffix) }
        TemporaryDirectory.remove(fixture.dataDirectory + "/beats")
        #expect(try fixture.start(4).isMainCheckout)
        let found = try fixture.command().worktrees(in: fixture.repository)
        #expect(Set(found.map(\.path)) == [second.directory, third.directory])
        #expect(found.allSatisfy { $0.state == .kept && $0.branch == $0.id })
        // A server that was started from there may still listen on its ports.
        #expect(found.first { $0.path == second.directory }?.portBlock == 0)
        #expect(try fixture.start(5).portBase != second.portBase)
        #expect(try fixture.command().rescues().map(\.id) == [rescue])
        // Nobody removes them unasked: another data directory may have made them.
        #expect(try fixture.command().cleanup().worktrees.isEmpty)
        // Nor by name, while the session lives in it that nobody knows any more.
        #expect(try !fixture.command().removeWorktree(second.directory).removed)
        let report = try fixture.command().status(repository: nil, withWork: false)
        #expect(!report.worktrees.contains { $0.path == second.directory })
        #expect(report.warnings.contains { $0.hasPrefix(second.directory + ": process 6000002") })
        fixture.kill(fixture.claude(2))
        #expect(try fixture.command().removeWorktree(second.directory).branchDeleted)
    }

    @Test("a changed file that .worktreeinclude had brought is saved, though the database that knew it was lost")
    func lostDatabaseInclude() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit([".gitignore": "*.env\n", ".worktreeinclude": "*.env\n"], message: "ignore")
        for name in ["same.env", "changed.env"] { try Files.write(fixture.root + "/" + name, "key=1\n") }
        let second = try fixture.startInWorktree()
        try Files.write(second.directory + "/changed.env", "key=2\n")
        for suffix in ["", "-wal", "-shm"] { unlink(fixture.dataDirectory + "/coordinator.db" + suffix) }
        TemporaryDirectory.remove(fixture.dataDirectory + "/beats")
        _ = try fixture.start(4)
        fixture.kill(fixture.claude(2))
        let rescue = try #require(try fixture.command().removeWorktree(second.directory).rescue)
        let restored = try fixture.command().restoreRescue(rescue, to: nil)
        #expect(Files.read(restored.path + "/changed.env") == "key=2\n")
        #expect(!Files.exists(restored.path + "/same.env"))
    }

    @Test("what lay in the trash is found again, too, and can be restored")
    func lostDatabaseTrash() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        let third = try fixture.start(3)
        try fixture.gitFixture.commit(["x": "1\n"], message: "keeps the branch", at: second.directory)
        try Files.write(third.directory + "/work", "x\n")
        for session in [second, third] { _ = try fixture.command().release(.id(session.session.id), reason: "test") }
        let before = try fixture.command().trash()
        for suffix in ["", "-wal", "-shm"] { unlink(fixture.dataDirectory + "/coordinator.db" + suffix) }
        mkdir(fixture.worktreeRoot + "/.trash/mine", 0o755)
        mkdir(fixture.worktreeRoot + "/.trash/half-gone.deleting", 0o755)
        try Files.write(
            fixture.worktreeRoot + "/.trash/half-gone.deleting/.git",
            Files.read(before[0].trashPath + "/.git") ?? "")
        try fixture.start(4)
        _ = try fixture.command().cleanup()
        let after = try fixture.command().trash()
        #expect(after.map(\.path) == before.map(\.path))
        #expect(after.map(\.rescue) == before.map(\.rescue))
        #expect(after.map(\.branch) == before.map(\.branch))
        // What was written since the removal cannot be told from what was saved: only the user deletes it.
        fixture.advance(days: 8)
        #expect(try fixture.command().cleanup().failures.count == after.count)
        for entry in after { #expect(try fixture.command().restoreTrash(entry.id).path == entry.path) }
        #expect(Files.read(second.directory + "/x") == "1\n")
        #expect(Files.read(third.directory + "/work") == "x\n")
        #expect(Files.exists(fixture.worktreeRoot + "/.trash/mine"))
    }

    @Test("a removal that was cut off in a container that is gone by now is taken up a day later")
    func vanishedNamespace() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        try fixture.sql(
            """
            UPDATE worktrees SET state = 'removing', former_state = 'active', owner_pid = 9, owner_start_time = 1000,
                owner_boot_id = 'boot', owner_pid_namespace = 77
            """)
        let day: UInt64 = 86_400 * 100
        for (ticks, isTakenUp) in [(1_000 + day - 1, false), (1_000 + day, true)] {
            var context = fixture.context()
            context.process = ProcessIdentity(pid: 5_000_000, startTime: ticks)
            let command = try Coordinator(context)
            #expect(try command.hasIdleWork() == isTakenUp)
            try command.repair()
            #expect(try command.worktree(second.directory).state == (isTakenUp ? .active : .removing))
        }
    }

    @Test("a worktree that the user made and locked is none of ours")
    func foreignLock() throws {
        let fixture = try CoordinatorFixture()
        let mine = try fixture.gitFixture.addWorktree("mine")
        try fixture.git(["worktree", "lock", "--reason", "on a stick", mine])
        try fixture.start(1)
        #expect(try fixture.command().worktrees().isEmpty)
    }
}
