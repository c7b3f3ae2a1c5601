import CoordinatorFixtures
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
    private func expectNothingLeft(_ fixture: CoordinatorFixture, _ branches: [String] = ["main"]) throws {
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(try fixture.branches == branches)
        #expect(try fixture.command().livingSessions().count == 1)
        #expect(Files.snapshot(fixture.worktreeRoot).isEmpty)
        try fixture.git(["fsck", "--strict"])
    }

    //  register:  choose a name ─────────────────── git worktree add: refused ── undo
    //  user:              └─ make that branch
    @Test("a branch of the name exists: refused, and the branch is not touched")
    func branchTaken() throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        let blocked = try fixture.command(reach: { point in
            guard point == "register.decided" else { return }
            let name = (try? fixture.command().worktrees().first?.id) ?? ""
            _ = try? fixture.git(["branch", name])
        })
        let error = #expect(throws: ParallelError.self) {
            try blocked.register(RegisterRequest(directory: fixture.root, process: fixture.claude(2)))
        }
        #expect(error?.code == .checkoutInUse)
        #expect(error?.message.contains("exists already") == true)
        #expect(try fixture.branches.count == 2)
        try expectNothingLeft(fixture, fixture.branches)
        #expect(try !fixture.start(3).isMainCheckout)
    }

    @Test("a repository that cannot be written to: nothing of the worktree is remembered")
    func readOnly() throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        let data = DirectoryNames.list(fixture.dataDirectory).map { fixture.dataDirectory + "/" + $0 }
        let user = try OrdinaryUser(owning: [fixture.gitFixture.directory.path, fixture.dataDirectory] + data)
        let error = #expect(throws: ParallelError.self) {
            try user.run {
                try fixture.command().register(RegisterRequest(directory: fixture.root, process: fixture.claude(2)))
            }
        }
        #expect(error != nil)
        try expectNothingLeft(fixture)
    }

    //  register:  choose a path ─────────────────── git worktree add: refused ── undo
    //  user:              └─ write there
    @Test("something lies at the path")
    func pathTaken() throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        let blocked = try fixture.command(reach: { point in
            guard point == "register.decided" else { return }
            let path = (try? fixture.command().worktrees().first?.path) ?? ""
            try? Files.write(path + "/mine", "the user's\n")
        })
        let error = #expect(throws: ParallelError.self) {
            try blocked.register(RegisterRequest(directory: fixture.root, process: fixture.claude(2)))
        }
        #expect(error?.code == .checkoutInUse)
        #expect(try fixture.listedWorktrees == [fixture.root])
        #expect(try fixture.branches == ["main"])
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(Files.snapshot(fixture.worktreeRoot).keys.contains { $0.hasSuffix("/mine") })
    }

    @Test("git cannot write: refused, nothing is left, and the next one works", arguments: ["worktrees", "refs/heads"])
    func unwritableGitDirectory(name: String) throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        // A file where git needs a directory fails root, too.
        let place = fixture.repository + "/" + name
        if name == "refs/heads" {
            try fixture.git(["pack-refs", "--all"])
            rmdir(place)
        }
        try Files.write(place, "in the way")
        let error = #expect(throws: ParallelError.self) { try fixture.start(2) }
        #expect(error?.code == .checkoutInUse)
        unlink(place)
        if name == "refs/heads" { Files.makeDirectories(place) }
        try expectNothingLeft(fixture)
        #expect(try !fixture.start(3).isMainCheckout)
    }

    @Test("a failing step after the files are there", arguments: ["create.added", "create.filled", "create.furnished"])
    func databaseFailsMidway(point: String) throws {
        let fixture = try CoordinatorFixture()
        try fixture.start(1)
        // The row vanishes under it, so that the last step has nothing to finish; its files go to the trash.
        let blocked = try fixture.command(reach: { reached in
            guard reached == point else { return }
            let path = (try? fixture.command().worktrees().first?.path) ?? ""
            unlink(path + "/.git")
            try? Files.write(path + "/.git", "gitdir: /nowhere\n")
        })
        _ = try? blocked.register(RegisterRequest(directory: fixture.root, process: fixture.claude(2)))
        fixture.kill(fixture.claude(2))
        _ = try fixture.command().cleanup()
        #expect(try fixture.start(3).session.state == .active)
        try fixture.git(["fsck", "--strict"])
    }

    @Test("a settings file or config.json that is broken is a warning")
    func brokenSettings() throws {
        let fixture = try CoordinatorFixture()
        try Files.write(fixture.dataDirectory + "/config.json", "{ not json")
        try Files.write(fixture.root + "/.parallel-cc.json", "[]")
        #expect(try fixture.start(1).isMainCheckout)
        let repository = try fixture.command().repository(at: fixture.root)
        #expect(try fixture.command().settings(for: repository).warnings.count == 2)
    }

    @Test("a data directory that cannot be made or written is said")
    func noDataDirectory() throws {
        let fixture = try CoordinatorFixture()
        rmdir(fixture.dataDirectory)
        try Files.write(fixture.dataDirectory, "a file")
        let error = #expect(throws: ParallelError.self) { try fixture.start(1) }
        #expect(error?.code == .databaseNotWritable)
    }

    @Test("a damaged and a too new database are said")
    func badDatabase() throws {
        let fixture = try CoordinatorFixture()
        try Files.write(fixture.dataDirectory + "/coordinator.db", String(repeating: "not a database ", count: 100))
        let damaged = #expect(throws: ParallelError.self) { try fixture.start(1) }
        #expect(damaged?.code == .databaseCorrupt)
        unlink(fixture.dataDirectory + "/coordinator.db")
        try fixture.start(1)
        try fixture.sql("PRAGMA user_version = 999")
        let tooNew = #expect(throws: ParallelError.self) { try fixture.start(2) }
        #expect(tooNew?.code == .databaseTooNew)
    }
}
