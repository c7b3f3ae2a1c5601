import CoordinatorFixtures
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
    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

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
        #expect(WorktreeLock(reason: "parallel-cc restored") == .restored)
        #expect(WorktreeLock.restored.sessionID == nil)
        #expect(WorktreeLock(reason: "parallel-cc landing") == nil)
        #expect(WorktreeLock(reason: "mine") == nil)
    }

    /// A lost session's worktree that the user has taken away with git.
    private func takenAway() throws -> Registration {
        let second = try fixture.startInWorktree()
        fixture.kill(fixture.claude(2))
        try fixture.git(["worktree", "unlock", second.directory])
        try fixture.git(["worktree", "remove", second.directory])
        return second
    }

    @Test("a worktree of the user's own at the path of a former one of ours stays", arguments: [false, true])
    func ownWorktree(isLocked: Bool) throws {
        let second = try takenAway()
        try fixture.git(
            ["worktree", "add", "--quiet", "-b", "mine", second.directory] + (isLocked ? ["--lock"] : []))
        try Files.write(second.directory + "/own", "mine\n")
        let outcome = try #require(try fixture.command().cleanup().worktrees.first)
        #expect(!outcome.removed)
        #expect(Files.read(second.directory + "/own") == "mine\n")
        #expect(try fixture.listedWorktrees.contains(second.directory))
        // Gone by the user's own hand, the record goes, too.
        unlink(second.directory + "/own")
        if isLocked { try fixture.git(["worktree", "unlock", second.directory]) }
        try fixture.git(["worktree", "remove", second.directory])
        #expect(try fixture.command().cleanup().worktrees.map(\.removed) == [true])
        #expect(try fixture.branches == ["main", "mine"])
    }

    @Test("another repository at the path of a worktree that git still lists stays")
    func otherRepository() throws {
        let second = try fixture.startInWorktree()
        fixture.kill(fixture.claude(2))
        TemporaryDirectory.remove(second.directory)
        let other = fixture.gitFixture.directory.appending("other")
        try fixture.git(["init", "--quiet", other], at: "/")
        try fixture.gitFixture.commit(["x": "1\n"], message: "one", at: other)
        try fixture.git(["worktree", "add", "--quiet", "-b", "mine", second.directory], at: other)
        try Files.write(second.directory + "/own", "mine\n")
        let outcome = try #require(try fixture.command().cleanup().worktrees.first)
        #expect(!outcome.removed)
        #expect(Files.read(second.directory + "/own") == "mine\n")
    }

    @Test("nor is one taken that the user has made while our removal was cut off")
    func ownWorktreeMeanwhile() throws {
        let second = try fixture.startInWorktree()
        try Files.write(second.directory + "/work", "work\n")
        let ending = try Victim(fixture).run(["release", second.session.id], killAt: "remove.forgotten:1", dead: [])
        #expect(ending.status == .signaled(SIGKILL))
        try fixture.git(["worktree", "add", "--quiet", "-b", "mine", second.directory])
        try Files.write(second.directory + "/own", "mine\n")
        #expect(try fixture.command(5_000_010).cleanup().worktrees.map(\.removed) == [true])
        #expect(Files.read(second.directory + "/own") == "mine\n")
        #expect(try fixture.listedWorktrees.contains(second.directory))
        #expect(try fixture.command().rescues().count == 1)
        #expect(try fixture.command().trash().count == 1)
    }

    /// A command in another container on the same machine, with a data directory of its own.
    private func elsewhere(bootID: String = "boot") throws -> Coordinator {
        var context = fixture.context(5_000_020)
        context.dataDirectory = fixture.gitFixture.directory.appending("data-elsewhere")
        mkdir(context.dataDirectory, 0o700)
        context.host = HostIdentity(bootID: bootID, machineID: "machine", pidNamespace: 2)
        return try Coordinator(context)
    }

    @Test("one in which a session of another container may live is neither adopted nor removed")
    func otherContainer() throws {
        let second = try fixture.startInWorktree()
        let request = RegisterRequest(directory: fixture.root, process: fixture.claude(9), here: true)
        _ = try elsewhere().register(request)
        #expect(try elsewhere().cleanup().worktrees.isEmpty)
        #expect(try elsewhere().worktrees().isEmpty)
        let warnings = try elsewhere().status(repository: fixture.repository, withWork: false).warnings
        #expect(warnings.contains { $0.contains(second.directory) && $0.contains("another container") })
        // Nor does another session get it.
        let place = try elsewhere().register(RegisterRequest(directory: second.directory, process: fixture.claude(10)))
        #expect(place.session.worktreePath != second.directory)
        // What its own command does with it is its own.
        _ = try fixture.command().release(.id(second.session.id), reason: "test")
        #expect(!Files.exists(second.directory))
    }

    @Test("once its process is surely gone it is adopted, and kept")
    func otherContainerGone() throws {
        let second = try fixture.startInWorktree()
        _ = try elsewhere(bootID: "later").register(
            RegisterRequest(directory: fixture.root, process: fixture.claude(9), here: true))
        #expect(try elsewhere(bootID: "later").worktrees().map(\.path) == [second.directory])
        #expect(try elsewhere(bootID: "later").worktrees().map(\.state) == [.kept])
    }

    @Test("one that was adopted is given back when a session takes it that we do not know; by name it is not removed")
    func givenBack() throws {
        let second = try fixture.startInWorktree()
        _ = try fixture.command().keepWorktree(try #require(second.session.worktreeName), reason: "for later")
        _ = try fixture.command().release(.id(second.session.id), reason: "test")
        let request = RegisterRequest(directory: fixture.root, process: fixture.claude(9), here: true)
        _ = try elsewhere().register(request)
        let adopted = try #require(try elsewhere().worktrees().first)
        #expect(adopted.path == second.directory)
        #expect(adopted.state == .kept)
        let third = try fixture.start(3, at: second.directory)
        #expect(third.session.worktreePath == second.directory)
        let outcome = try elsewhere().removeWorktree(adopted.id)
        #expect(outcome.kept?.contains("another session may live in it") == true)
        #expect(Files.exists(second.directory))
        _ = try elsewhere().register(
            RegisterRequest(directory: fixture.root, process: fixture.claude(11), here: true))
        #expect(try elsewhere().worktrees().isEmpty)
    }

    @Test("a branch that a bisect, or a rebase of several branches, will go back to counts as checked out")
    func branchesUnderWay() throws {
        try fixture.gitFixture.commit(["a": "1\n"], message: "one")
        try fixture.gitFixture.commit(["a": "2\n"], message: "two")
        let linked = try fixture.gitFixture.addWorktree("linked")
        let git = Git(directory: fixture.root, environment: fixture.gitFixture.environment)
        let isUsed = { () throws(ParallelError) in
            try WorktreeAdministration.usesBranch("linked", commonDirectory: self.fixture.repository, git: git)
        }
        #expect(try isUsed())
        try fixture.git(["bisect", "start", "HEAD", "HEAD~2"], at: linked)
        #expect(try fixture.git(["branch", "--show-current"], at: linked) == "")
        #expect(try isUsed())
        try fixture.git(["bisect", "reset"], at: linked)
        try fixture.git(["switch", "--quiet", "--detach"], at: linked)
        #expect(try !isUsed())
    }
}
