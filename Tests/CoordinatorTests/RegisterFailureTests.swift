import Exec
import Files
import GitKit
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// What cannot be made leaves nothing behind.
@Suite struct RegisterFailureTests {
    private func expectNothingLeft(_ world: World, _ branches: [String] = ["main"]) throws {
        #expect(try world.command().worktrees().isEmpty)
        #expect(try world.listedWorktrees == [world.root])
        #expect(try world.branches == branches)
        #expect(try world.command().livingSessions().count == 1)
        #expect(Files.snapshot(world.worktreeRoot).isEmpty)
        try world.git(["fsck", "--strict"])
    }

    @Test("a branch of the name exists: refused, and the branch is not touched")
    func branchTaken() throws {
        let world = try World()
        try world.start(1)
        let blocked = try world.command(reach: { point in
            guard point == "register.decided" else { return }
            let name = (try? world.command().worktrees().first?.id) ?? ""
            _ = try? world.git(["branch", name])
        })
        let error = #expect(throws: ParallelError.self) {
            try blocked.register(RegisterRequest(directory: world.root, process: world.claude(2)))
        }
        #expect(error?.code == .checkoutInUse && error?.message.contains("exists already") == true)
        #expect(try world.branches.count == 2)
        try expectNothingLeft(world, world.branches)
        #expect(try !world.start(3).isMainCheckout)
    }

    @Test("a repository that cannot be written to: nothing of the worktree is remembered")
    func readOnly() throws {
        let world = try World()
        try world.start(1)
        let data = DirectoryNames.list(world.dataDirectory).map { world.dataDirectory + "/" + $0 }
        let user = try OrdinaryUser(owning: [world.fixture.directory.path, world.dataDirectory] + data)
        let error = #expect(throws: ParallelError.self) {
            try user.run {
                try world.command().register(RegisterRequest(directory: world.root, process: world.claude(2)))
            }
        }
        #expect(error != nil)
        try expectNothingLeft(world)
    }

    @Test("something lies at the path")
    func pathTaken() throws {
        let world = try World()
        try world.start(1)
        let blocked = try world.command(reach: { point in
            guard point == "register.decided" else { return }
            let path = (try? world.command().worktrees().first?.path) ?? ""
            try? Files.write(path + "/mine", "the user's\n")
        })
        let error = #expect(throws: ParallelError.self) {
            try blocked.register(RegisterRequest(directory: world.root, process: world.claude(2)))
        }
        #expect(error?.code == .checkoutInUse)
        #expect(try world.listedWorktrees == [world.root])
        #expect(try world.branches == ["main"])
        #expect(try world.command().worktrees().isEmpty)
        #expect(Files.snapshot(world.worktreeRoot).keys.contains { $0.hasSuffix("/mine") })
    }

    @Test("git cannot write: refused, nothing is left, and the next one works", arguments: ["worktrees", "refs/heads"])
    func unwritableGitDirectory(name: String) throws {
        let world = try World()
        try world.start(1)
        // A file where git needs a directory fails root, too.
        let place = world.repository + "/" + name
        if name == "refs/heads" {
            try world.git(["pack-refs", "--all"])
            rmdir(place)
        }
        try Files.write(place, "in the way")
        let error = #expect(throws: ParallelError.self) { try world.start(2) }
        #expect(error?.code == .checkoutInUse)
        unlink(place)
        if name == "refs/heads" { Files.makeDirectories(place) }
        try expectNothingLeft(world)
        #expect(try !world.start(3).isMainCheckout)
    }

    @Test("a failing step after the files are there", arguments: ["create.added", "create.filled", "create.furnished"])
    func databaseFailsMidway(point: String) throws {
        let world = try World()
        try world.start(1)
        // The row vanishes under it, so that the last step has nothing to finish; its files go to the trash.
        let blocked = try world.command(reach: { reached in
            guard reached == point else { return }
            let path = (try? world.command().worktrees().first?.path) ?? ""
            unlink(path + "/.git")
            try? Files.write(path + "/.git", "gitdir: /nowhere\n")
        })
        _ = try? blocked.register(RegisterRequest(directory: world.root, process: world.claude(2)))
        world.kill(world.claude(2))
        _ = try world.command().cleanup()
        #expect(try world.start(3).session.state == .active)
        try world.git(["fsck", "--strict"])
    }

    @Test("a settings file or config.json that is broken is a warning")
    func brokenSettings() throws {
        let world = try World()
        try Files.write(world.dataDirectory + "/config.json", "{ not json")
        try Files.write(world.root + "/.parallel-cc.json", "[]")
        #expect(try world.start(1).isMainCheckout)
        let repository = try world.command().repository(at: world.root)
        #expect(try world.command().settings(for: repository).warnings.count == 2)
    }

    @Test("a data directory that cannot be made or written is said")
    func noDataDirectory() throws {
        let world = try World()
        rmdir(world.dataDirectory)
        try Files.write(world.dataDirectory, "a file")
        let error = #expect(throws: ParallelError.self) { try world.start(1) }
        #expect(error?.code == .databaseNotWritable)
    }

    @Test("a damaged and a too new database are said")
    func badDatabase() throws {
        let world = try World()
        try Files.write(world.dataDirectory + "/coordinator.db", String(repeating: "not a database ", count: 100))
        let damaged = #expect(throws: ParallelError.self) { try world.start(1) }
        #expect(damaged?.code == .databaseCorrupt)
        unlink(world.dataDirectory + "/coordinator.db")
        try world.start(1)
        try world.sql("PRAGMA user_version = 999")
        let tooNew = #expect(throws: ParallelError.self) { try world.start(2) }
        #expect(tooNew?.code == .databaseTooNew)
    }
}
