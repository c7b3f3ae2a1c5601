import CoordinatorFixtures
import Exec
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// No place is handed out in which git would work on the files or the index of another one.
@Suite struct OwnWorkTreeTests {
    /// What leads git out of every linked worktree.
    private func lead(_ fixture: CoordinatorFixture, to place: String? = nil) throws {
        try fixture.git(["config", "extensions.worktreeConfig", "true"])
        try fixture.git(["config", "core.worktree", place ?? fixture.root])
    }

    private func listed(_ fixture: CoordinatorFixture) throws -> Int {
        try fixture.git(["worktree", "list", "--porcelain"]).split(separator: "\n").count { $0.hasPrefix("worktree ") }
    }

    @Test("core.worktree for all worktrees: no second session, the reason and the remedy are named, nothing is left")
    func shared() throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        try lead(fixture)
        let error = #expect(throws: ParallelError.self) { try fixture.start(2) }
        #expect(error?.code == .checkoutInUse)
        #expect(error?.message.contains("works on the files of \(fixture.root)") == true)
        let remedy = try #require(error?.cause)
        #expect(try listed(fixture) == 1)
        #expect(try fixture.git(["branch", "--list", "parallel-*"]) == "")
        #expect(try fixture.git(["status", "--porcelain"]) == "")
        _ = try Spawner.run(
            Command("/bin/sh", arguments: ["-c", remedy], environment: fixture.gitFixture.environment, directory: "/"))
        let second = try fixture.start(2)
        #expect(try fixture.git(["rev-parse", "--show-toplevel"], at: second.directory) == second.directory)
        #expect(try fixture.git(["rev-parse", "--show-toplevel"]) == fixture.root)
    }

    @Test("a submodule, whose configuration always has core.worktree")
    func submodule() throws {
        let fixture = try CoordinatorFixture()
        let library = fixture.gitFixture.directory.appending("library")
        try fixture.git(["clone", "--quiet", fixture.root, library])
        try fixture.git(["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "inner"])
        let inner = fixture.root + "/inner"
        try fixture.git(["config", "extensions.worktreeConfig", "true"], at: inner)
        try fixture.start(1, at: inner)
        let error = #expect(throws: ParallelError.self) { try fixture.start(2, at: inner) }
        #expect(error?.code == .checkoutInUse)
        #expect(try fixture.git(["log", "--oneline"], at: inner) != "")
        #expect(try fixture.git(["status", "--porcelain"], at: inner) == "")
    }

    @Test("a worktree that git has been led out of since is found out")
    func ledOutLater() throws {
        let fixture = try CoordinatorFixture()
        let second = try fixture.startInWorktree()
        let place = second.directory
        try Files.write(place + "/work.txt", "work\n")
        try lead(fixture)
        let error = #expect(throws: ParallelError.self) {
            try fixture.command().git(place).requireOwnWorkTree(place, commonDirectory: fixture.root + "/.git")
        }
        #expect(error?.code == .foreignWorkTree)
        #expect(error?.message.contains(fixture.root) == true)
        #expect(Files.read(place + "/work.txt") == "work\n")
    }

    @Test("the extension alone leads nowhere")
    func harmless() throws {
        let fixture = try CoordinatorFixture()
        try fixture.git(["config", "extensions.worktreeConfig", "true"])
        let second = try fixture.startInWorktree()
        #expect(try fixture.git(["rev-parse", "--show-toplevel"], at: second.directory) == second.directory)
    }

    @Test("variables that lead git elsewhere do not reach the commands of the user's")
    func variables() throws {
        let fixture = try CoordinatorFixture()
        let context = fixture.context()
        let strange = ["GIT_WORK_TREE": fixture.root, "GIT_INDEX_FILE": fixture.root + "/.git/index", "MINE": "kept"]
        let seen = CoordinatorContext(
            dataDirectory: context.dataDirectory, environment: context.environment.merging(strange) { $1 },
            host: context.host, process: context.process, now: context.now, makeID: context.makeID,
            makeSuffix: context.makeSuffix, isAlive: context.isAlive, nativeSessions: context.nativeSessions
        ).environment
        #expect(seen["GIT_WORK_TREE"] == nil)
        #expect(seen["GIT_INDEX_FILE"] == nil)
        #expect(seen["MINE"] == "kept")
    }
}
