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
        let world = try World()
        let second = try world.startInWorktree()
        let third = try world.start(3)
        try Files.write(second.directory + "/work", "lost\n")
        world.kill(world.claude(2))
        let report = try world.command().status(repository: world.repository, withWork: false)
        #expect(report.lost.map(\.session.id) == [second.session.id] && report.sessions.count == 2)
        let result = try world.command().cleanup()
        #expect(result.sessions == [second.session.id] && result.failures.isEmpty)
        let outcome = try #require(result.worktrees.first)
        #expect(outcome.removed && outcome.path == second.directory && result.worktrees.count == 1)
        let rescue = try #require(outcome.rescue)
        #expect(try world.git(["show", "refs/parallel-cc/rescue/\(rescue):work"]) == "lost")
        #expect(Files.exists(third.directory))
        #expect(try world.command().cleanup() == CleanupResult())
    }

    @Test("indexes of killed processes go an hour later")
    func privateIndexes() throws {
        let world = try World()
        try world.start(1)
        let (old, new) = (world.repository + "/parallel-cc-index-a", world.repository + "/parallel-cc-index-b")
        for path in [old + "/folder", old + ".index", new] { try Files.write(path, "") }
        var times = utimbuf(actime: 1, modtime: time(nil) - 3_700)
        for path in [old, old + ".index"] { utime(path, &times) }
        _ = try world.command().cleanup()
        #expect(!Files.exists(old) && !Files.exists(old + ".index") && Files.exists(new))
    }

    @Test("of its own accord only what holds no work, or is lost for longer than worktree.lostDays")
    func onlyOld() throws {
        let world = try World()
        let clean = try world.startInWorktree()
        let dirty = try world.start(3)
        try Files.write(dirty.directory + "/work", "lost\n")
        world.kill(world.claude(2))
        world.kill(world.claude(3))
        #expect(try world.command().cleanup(onlyOld: true).worktrees.map(\.path) == [clean.directory])
        #expect(try world.command().cleanup(onlyOld: true).worktrees.isEmpty)
        world.advance(days: 8)
        #expect(try world.command().cleanup(onlyOld: true).worktrees.map(\.path) == [dirty.directory])
    }

    @Test("a session that lost its worktree by the user's hand ends")
    func deleted() throws {
        let world = try World()
        let second = try world.startInWorktree()
        TemporaryDirectory.remove(second.directory)
        world.kill(world.claude(2))
        let result = try world.command().cleanup()
        #expect(result.sessions == [second.session.id])
        #expect(try world.listedWorktrees == [world.root] && world.command().worktrees().isEmpty)
    }

    @Test("a worktree whose place cannot be seen is not taken for deleted, unless the user says so by name")
    func unmounted() throws {
        let world = try World()
        let second = try world.startInWorktree()
        try Files.write(second.directory + "/work", "x\n")
        world.kill(world.claude(2))
        let away = world.fixture.directory.appending("away")
        #expect(rename(world.worktreeRoot, away) == 0)
        for only in [true, false] {
            _ = try world.command().cleanup(onlyOld: only)
            #expect(try world.listedWorktrees.count == 2 && world.branches.count == 2)
        }
        // What is there instead is another directory: the one that a disk is mounted on.
        mkdir(world.worktreeRoot, 0o755)
        world.advance(days: 30)
        _ = try world.command().cleanup()
        #expect(try world.start(3, conversation: .new).session.worktreePath != second.directory)
        #expect(try world.command().worktree(second.directory).keptReason?.contains("mounted") == true)
        _ = try world.command().release(.pid(world.claude(3).pid), reason: "test")
        rmdir(world.worktreeRoot + "/.trash")
        TemporaryDirectory.remove(world.worktreeRoot)
        #expect(rename(away, world.worktreeRoot) == 0)
        #expect(Files.read(second.directory + "/work") == "x\n")
        #expect(try world.git(["status", "--porcelain"], at: second.directory) == "?? work")
        TemporaryDirectory.remove(world.worktreeRoot)
        #expect(try world.command().removeWorktree(second.session.worktreeName ?? "").removed)
    }

    @Test("a worktree whose repository was deleted is forgotten by name, once its files are gone")
    func deletedRepository() throws {
        let world = try World()
        let second = try world.startInWorktree()
        let name = try #require(second.session.worktreeName)
        TemporaryDirectory.remove(world.root)
        let error = #expect(throws: ParallelError.self) { try world.command().removeWorktree(name) }
        #expect(error?.message.contains("repository is gone") == true && Files.exists(second.directory))
        TemporaryDirectory.remove(second.directory)
        let outcome = try world.command().removeWorktree(name)
        #expect(outcome.isForgotten && !outcome.removed)
        #expect(try world.command().worktrees().isEmpty)
    }

    @Test("one that the user has locked stays")
    func locked() throws {
        let world = try World()
        let second = try world.startInWorktree()
        try world.git(["worktree", "unlock", second.directory])
        try world.git(["worktree", "lock", "--reason", "mine", second.directory])
        let outcome = try world.command().release(.id(second.session.id), reason: "test").worktree
        #expect(outcome?.kept?.contains("locked") == true && Files.exists(second.directory))
        try world.git(["worktree", "unlock", second.directory])
        #expect(try world.command().cleanup().worktrees.map(\.removed) == [true])
    }

    @Test("a worktree whose repository is gone is left alone, and it is said why")
    func noRepository() throws {
        let world = try World()
        _ = try world.startInWorktree()
        world.kill(world.claude(2))
        rename(world.root, world.root + "-elsewhere")
        let kept = try world.command().cleanup().worktrees.map(\.kept)
        #expect(kept.count == 1 && kept[0]?.contains("its repository is gone") == true)
        rename(world.root + "-elsewhere", world.root)
        #expect(try world.command().cleanup().worktrees.map(\.removed) == [true])
    }

    @Test("two commands at one worktree: the second leaves it to the first")
    func race() throws {
        let world = try World()
        let second = try world.startInWorktree()
        try Files.write(second.directory + "/work", "x")
        world.kill(world.claude(2))
        let inner = Inner(world)
        let outer = try world.command(5_000_001, reach: { if $0 == "remove.rescued" { inner.run() } })
        let result = try outer.cleanup()
        #expect(result.worktrees.map(\.removed) == [true])
        #expect(inner.outcomes == [])
        #expect(try world.command().rescues().count == 1 && world.command().trash().count == 1)
    }

    /// A cleanup in the middle of another one.
    private final class Inner: Sendable {
        private let world: World
        nonisolated(unsafe) private(set) var outcomes: [RemovalOutcome]?

        init(_ world: World) { self.world = world }

        func run() { outcomes = try? world.command(5_000_002).cleanup().worktrees }
    }

    @Test("locks that a killed git has left are named, and nothing else")
    func oldLocks() throws {
        let world = try World()
        let session = try world.startInWorktree()
        let own = try Repository.discover(at: session.directory, git: world.command().git(session.directory))
        let old = [world.repository + "/packed-refs.lock", own.gitDirectory + "/reftable/tables.list.lock"]
        for path in old + [world.repository + "/index.lock"] { try Files.write(path, "") }
        var times = [timeval](repeating: timeval(tv_sec: time(nil) - 3_600, tv_usec: 0), count: 2)
        for path in old { utimes(path, &times) }
        #expect(try world.command().oldLocks() == old)
        for path in old { #expect(Files.exists(path)) }
    }

    @Test("a database that was lost: worktrees are found again by git's locks, rescues by their references")
    func lostDatabase() throws {
        let world = try World()
        let second = try world.startInWorktree()
        let third = try world.start(3)
        try Files.write(third.directory + "/work", "x")
        let rescue = try #require(
            try world.command().release(.id(third.session.id), reason: "test").worktree?.rescue)
        _ = try world.command().restoreRescue(rescue, to: nil)
        for suffix in ["", "-wal", "-shm"] { unlink(world.dataDirectory + "/coordinator.db" + suffix) }
        TemporaryDirectory.remove(world.dataDirectory + "/beats")
        #expect(try world.start(4).isMainCheckout)
        let found = try world.command().worktrees(in: world.repository)
        #expect(Set(found.map(\.path)) == [second.directory, third.directory])
        #expect(found.allSatisfy { $0.state == .kept && $0.branch == $0.id })
        // A server that was started from there may still listen on its ports.
        #expect(found.first { $0.path == second.directory }?.portBlock == 0)
        #expect(try world.start(5).portBase != second.portBase)
        #expect(try world.command().rescues().map(\.id) == [rescue])
        // Nobody removes them unasked: another data directory may have made them.
        #expect(try world.command().cleanup().worktrees.isEmpty)
        // Nor by name, while the session lives in it that nobody knows any more.
        #expect(try !world.command().removeWorktree(second.directory).removed)
        let report = try world.command().status(repository: nil, withWork: false)
        #expect(!report.worktrees.contains { $0.path == second.directory })
        #expect(report.warnings.contains { $0.hasPrefix(second.directory + ": process 6000002") })
        world.kill(world.claude(2))
        #expect(try world.command().removeWorktree(second.directory).branchDeleted)
    }

    @Test("a changed file that .worktreeinclude had brought is saved, though the database that knew it was lost")
    func lostDatabaseInclude() throws {
        let world = try World()
        try world.fixture.commit([".gitignore": "*.env\n", ".worktreeinclude": "*.env\n"], message: "ignore")
        for name in ["same.env", "changed.env"] { try Files.write(world.root + "/" + name, "key=1\n") }
        let second = try world.startInWorktree()
        try Files.write(second.directory + "/changed.env", "key=2\n")
        for suffix in ["", "-wal", "-shm"] { unlink(world.dataDirectory + "/coordinator.db" + suffix) }
        TemporaryDirectory.remove(world.dataDirectory + "/beats")
        _ = try world.start(4)
        world.kill(world.claude(2))
        let rescue = try #require(try world.command().removeWorktree(second.directory).rescue)
        let restored = try world.command().restoreRescue(rescue, to: nil)
        #expect(Files.read(restored.path + "/changed.env") == "key=2\n" && !Files.exists(restored.path + "/same.env"))
    }

    @Test("what lay in the trash is found again, too, and can be restored")
    func lostDatabaseTrash() throws {
        let world = try World()
        let second = try world.startInWorktree()
        let third = try world.start(3)
        try world.fixture.commit(["x": "1\n"], message: "keeps the branch", at: second.directory)
        try Files.write(third.directory + "/work", "x\n")
        for session in [second, third] { _ = try world.command().release(.id(session.session.id), reason: "test") }
        let before = try world.command().trash()
        for suffix in ["", "-wal", "-shm"] { unlink(world.dataDirectory + "/coordinator.db" + suffix) }
        mkdir(world.worktreeRoot + "/.trash/mine", 0o755)
        mkdir(world.worktreeRoot + "/.trash/half-gone.deleting", 0o755)
        try Files.write(
            world.worktreeRoot + "/.trash/half-gone.deleting/.git",
            Files.read(before[0].trashPath + "/.git") ?? "")
        try world.start(4)
        _ = try world.command().cleanup()
        let after = try world.command().trash()
        #expect(after.map(\.path) == before.map(\.path) && after.map(\.rescue) == before.map(\.rescue))
        #expect(after.map(\.branch) == before.map(\.branch))
        // What was written since the removal cannot be told from what was saved: only the user deletes it.
        world.advance(days: 8)
        #expect(try world.command().cleanup().failures.count == after.count)
        for entry in after { #expect(try world.command().restoreTrash(entry.id).path == entry.path) }
        #expect(Files.read(second.directory + "/x") == "1\n" && Files.read(third.directory + "/work") == "x\n")
        #expect(Files.exists(world.worktreeRoot + "/.trash/mine"))
    }

    @Test("a removal that was cut off in a container that is gone by now is taken up a day later")
    func vanishedNamespace() throws {
        let world = try World()
        let second = try world.startInWorktree()
        try world.sql(
            """
            UPDATE worktrees SET state = 'removing', former_state = 'active', owner_pid = 9, owner_start_time = 1000,
                owner_boot_id = 'boot', owner_pid_namespace = 77
            """)
        let day: UInt64 = 86_400 * 100
        for (ticks, isTakenUp) in [(1_000 + day - 1, false), (1_000 + day, true)] {
            var context = world.context()
            context.process = ProcessIdentity(pid: 5_000_000, startTime: ticks)
            let command = try Coordinator(context)
            #expect(try command.hasIdleWork() == isTakenUp)
            try command.repair()
            #expect(try command.worktree(second.directory).state == (isTakenUp ? .active : .removing))
        }
    }

    @Test("a worktree that the user made and locked is none of ours")
    func foreignLock() throws {
        let world = try World()
        let mine = try world.fixture.addWorktree("mine")
        try world.git(["worktree", "lock", "--reason", "on a stick", mine])
        try world.start(1)
        #expect(try world.command().worktrees().isEmpty)
    }
}
