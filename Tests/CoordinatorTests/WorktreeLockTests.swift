import Exec
import GitProgram
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// Whose a worktree is: what is not ours, and where a session may live that we do not know, is not removed.
@Suite struct WorktreeLockTests {
    private let world: World

    init() throws { world = try World() }

    @Test("git's lock names the session and its process; what older programs wrote is read")
    func reasons() {
        let host = HostIdentity(bootID: "boot-1", machineID: "", pidNamespace: 7)
        let process = ProcessIdentity(pid: 12, startTime: 34)
        let lock = WorktreeLock(sessionID: "id", portBlock: 3, process: process, host: host)
        #expect(
            lock.reason == "parallel-cc session id port-block 3 process 12 start 34 boot boot-1 namespace 7 machine -")
        #expect(WorktreeLock(reason: lock.reason) == lock)
        #expect(WorktreeLock(reason: "parallel-cc session id") == WorktreeLock(sessionID: "id"))
        #expect(WorktreeLock(reason: "parallel-cc session id port-block 3")?.portBlock == 3)
        #expect(WorktreeLock(reason: "parallel-cc restored") == .restored && WorktreeLock.restored.sessionID == nil)
        #expect(WorktreeLock(reason: "parallel-cc landing") == nil && WorktreeLock(reason: "mine") == nil)
    }

    /// A lost session's worktree that the user has taken away with git.
    private func takenAway() throws -> Registration {
        let second = try world.startInWorktree()
        world.kill(world.claude(2))
        try world.git(["worktree", "unlock", second.directory])
        try world.git(["worktree", "remove", second.directory])
        return second
    }

    @Test("a worktree of the user's own at the path of a former one of ours stays", arguments: [false, true])
    func ownWorktree(isLocked: Bool) throws {
        let second = try takenAway()
        try world.git(
            ["worktree", "add", "--quiet", "-b", "mine", second.directory] + (isLocked ? ["--lock"] : []))
        try Files.write(second.directory + "/own", "mine\n")
        let outcome = try #require(try world.command().cleanup().worktrees.first)
        #expect(!outcome.removed && Files.read(second.directory + "/own") == "mine\n")
        #expect(try world.listedWorktrees.contains(second.directory))
        // Gone by the user's own hand, the record goes, too.
        unlink(second.directory + "/own")
        if isLocked { try world.git(["worktree", "unlock", second.directory]) }
        try world.git(["worktree", "remove", second.directory])
        #expect(try world.command().cleanup().worktrees.map(\.removed) == [true])
        #expect(try world.branches == ["main", "mine"])
    }

    @Test("another repository at the path of a worktree that git still lists stays")
    func otherRepository() throws {
        let second = try world.startInWorktree()
        world.kill(world.claude(2))
        TemporaryDirectory.remove(second.directory)
        let other = world.fixture.directory.appending("other")
        try world.git(["init", "--quiet", other], at: "/")
        try world.fixture.commit(["x": "1\n"], message: "one", at: other)
        try world.git(["worktree", "add", "--quiet", "-b", "mine", second.directory], at: other)
        try Files.write(second.directory + "/own", "mine\n")
        let outcome = try #require(try world.command().cleanup().worktrees.first)
        #expect(!outcome.removed && Files.read(second.directory + "/own") == "mine\n")
    }

    @Test("nor is one taken that the user has made while our removal was cut off")
    func ownWorktreeMeanwhile() throws {
        let second = try world.startInWorktree()
        try Files.write(second.directory + "/work", "work\n")
        let ending = try Victim(world).run(["release", second.session.id], killAt: "remove.forgotten:1", dead: [])
        #expect(ending.status == .signaled(SIGKILL))
        try world.git(["worktree", "add", "--quiet", "-b", "mine", second.directory])
        try Files.write(second.directory + "/own", "mine\n")
        #expect(try world.command(5_000_010).cleanup().worktrees.map(\.removed) == [true])
        #expect(Files.read(second.directory + "/own") == "mine\n")
        #expect(try world.listedWorktrees.contains(second.directory))
        #expect(try world.command().rescues().count == 1 && world.command().trash().count == 1)
    }

    /// A command in another container on the same machine, with a data directory of its own.
    private func elsewhere(bootID: String = "boot") throws -> Coordinator {
        var context = world.context(5_000_020)
        context.dataDirectory = world.fixture.directory.appending("data-elsewhere")
        mkdir(context.dataDirectory, 0o700)
        context.host = HostIdentity(bootID: bootID, machineID: "machine", pidNamespace: 2)
        return try Coordinator(context)
    }

    @Test("one in which a session of another container may live is neither adopted nor removed")
    func otherContainer() throws {
        let second = try world.startInWorktree()
        let request = RegisterRequest(directory: world.root, process: world.claude(9), here: true)
        _ = try elsewhere().register(request)
        #expect(try elsewhere().cleanup().worktrees.isEmpty)
        #expect(try elsewhere().worktrees().isEmpty)
        let warnings = try elsewhere().status(repository: world.repository, withWork: false).warnings
        #expect(warnings.contains { $0.contains(second.directory) && $0.contains("another container") })
        // Nor does another session get it.
        let place = try elsewhere().register(RegisterRequest(directory: second.directory, process: world.claude(10)))
        #expect(place.session.worktreePath != second.directory)
        // What its own command does with it is its own.
        _ = try world.command().release(.id(second.session.id), reason: "test")
        #expect(!Files.exists(second.directory))
    }

    @Test("once its process is surely gone it is adopted, and kept")
    func otherContainerGone() throws {
        let second = try world.startInWorktree()
        _ = try elsewhere(bootID: "later").register(
            RegisterRequest(directory: world.root, process: world.claude(9), here: true))
        #expect(try elsewhere(bootID: "later").worktrees().map(\.path) == [second.directory])
        #expect(try elsewhere(bootID: "later").worktrees().map(\.state) == [.kept])
    }

    @Test("one that was adopted is given back when a session takes it that we do not know; by name it is not removed")
    func givenBack() throws {
        let second = try world.startInWorktree()
        _ = try world.command().keepWorktree(try #require(second.session.worktreeName), reason: "for later")
        _ = try world.command().release(.id(second.session.id), reason: "test")
        let request = RegisterRequest(directory: world.root, process: world.claude(9), here: true)
        _ = try elsewhere().register(request)
        let adopted = try #require(try elsewhere().worktrees().first)
        #expect(adopted.path == second.directory && adopted.state == .kept)
        let third = try world.start(3, at: second.directory)
        #expect(third.session.worktreePath == second.directory)
        let outcome = try elsewhere().removeWorktree(adopted.id)
        #expect(outcome.kept?.contains("another session may live in it") == true && Files.exists(second.directory))
        _ = try elsewhere().register(
            RegisterRequest(directory: world.root, process: world.claude(11), here: true))
        #expect(try elsewhere().worktrees().isEmpty)
    }

    @Test("a branch that a bisect, or a rebase of several branches, will go back to counts as checked out")
    func branchesUnderWay() throws {
        try world.fixture.commit(["a": "1\n"], message: "one")
        try world.fixture.commit(["a": "2\n"], message: "two")
        let linked = try world.fixture.addWorktree("linked")
        let git = Git(directory: world.root, environment: world.fixture.environment)
        let isUsed = { () throws(ParallelError) in
            try WorktreeAdministration.usesBranch("linked", commonDirectory: self.world.repository, git: git)
        }
        #expect(try isUsed())
        try world.git(["bisect", "start", "HEAD", "HEAD~2"], at: linked)
        #expect(try world.git(["branch", "--show-current"], at: linked) == "")
        #expect(try isUsed())
        try world.git(["bisect", "reset"], at: linked)
        try world.git(["switch", "--quiet", "--detach"], at: linked)
        #expect(try !isUsed())
    }
}
