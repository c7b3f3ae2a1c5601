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
    private func lead(_ world: World, to place: String? = nil) throws {
        try world.git(["config", "extensions.worktreeConfig", "true"])
        try world.git(["config", "core.worktree", place ?? world.root])
    }

    private func listed(_ world: World) throws -> Int {
        try world.git(["worktree", "list", "--porcelain"]).split(separator: "\n").count { $0.hasPrefix("worktree ") }
    }

    @Test("core.worktree for all worktrees: no second session, the reason and the remedy are named, nothing is left")
    func shared() throws {
        let world = try World()
        try world.start(1)
        try lead(world)
        let error = #expect(throws: ParallelError.self) { try world.start(2) }
        #expect(error?.code == .checkoutInUse && error?.message.contains("works on the files of \(world.root)") == true)
        let remedy = try #require(error?.cause)
        #expect(try listed(world) == 1 && world.git(["branch", "--list", "parallel-*"]) == "")
        #expect(try world.git(["status", "--porcelain"]) == "")
        _ = try Spawner.run(
            Command("/bin/sh", arguments: ["-c", remedy], environment: world.fixture.environment, directory: "/"))
        let second = try world.start(2)
        #expect(try world.git(["rev-parse", "--show-toplevel"], at: second.directory) == second.directory)
        #expect(try world.git(["rev-parse", "--show-toplevel"]) == world.root)
    }

    @Test("a submodule, whose configuration always has core.worktree")
    func submodule() throws {
        let world = try World()
        let library = world.fixture.directory.appending("library")
        try world.git(["clone", "--quiet", world.root, library])
        try world.git(["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "inner"])
        let inner = world.root + "/inner"
        try world.git(["config", "extensions.worktreeConfig", "true"], at: inner)
        try world.start(1, at: inner)
        let error = #expect(throws: ParallelError.self) { try world.start(2, at: inner) }
        #expect(error?.code == .checkoutInUse)
        #expect(try world.git(["log", "--oneline"], at: inner) != "")
        #expect(try world.git(["status", "--porcelain"], at: inner) == "")
    }

    @Test("a worktree that git has been led out of since is found out")
    func ledOutLater() throws {
        let world = try World()
        let second = try world.startInWorktree()
        let place = second.directory
        try Files.write(place + "/work.txt", "work\n")
        try lead(world)
        let error = #expect(throws: ParallelError.self) {
            try world.command().git(place).requireOwnWorkTree(place, commonDirectory: world.root + "/.git")
        }
        #expect(error?.code == .foreignWorkTree && error?.message.contains(world.root) == true)
        #expect(Files.read(place + "/work.txt") == "work\n")
    }

    @Test("the extension alone leads nowhere")
    func harmless() throws {
        let world = try World()
        try world.git(["config", "extensions.worktreeConfig", "true"])
        let second = try world.startInWorktree()
        #expect(try world.git(["rev-parse", "--show-toplevel"], at: second.directory) == second.directory)
    }

    @Test("variables that lead git elsewhere do not reach the commands of the user's")
    func variables() throws {
        let world = try World()
        let context = world.context()
        let strange = ["GIT_WORK_TREE": world.root, "GIT_INDEX_FILE": world.root + "/.git/index", "MINE": "kept"]
        let seen = CoordinatorContext(
            dataDirectory: context.dataDirectory, environment: context.environment.merging(strange) { $1 },
            host: context.host, process: context.process, now: context.now, makeID: context.makeID,
            makeSuffix: context.makeSuffix, isAlive: context.isAlive, nativeSessions: context.nativeSessions
        ).environment
        #expect(seen["GIT_WORK_TREE"] == nil && seen["GIT_INDEX_FILE"] == nil && seen["MINE"] == "kept")
    }
}
