import Exec
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What a `git worktree add` leaves that is killed before the worktree can be used: the next command mends it, and git works
/// again.
@Suite struct UnfinishedWorktreeTests {
    /// What git has made when it dies, in its order: files of its own directory by content, and whether the worktree is there.
    struct Rest: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let files: [String: String]
        var hasLink = true
    }

    private static let zero = String(repeating: "0", count: 40) + "\n"

    static let rests: [Rest] = [
        Rest(testDescription: "no reason of the lock", files: ["locked": ""], hasLink: false),
        Rest(testDescription: "no path", files: ["locked": "REASON\n", "gitdir": ""], hasLink: false),
        Rest(testDescription: "no commondir", files: ["locked": "REASON\n", "gitdir": "LINK\n", "HEAD": ""]),
        Rest(
            testDescription: "an empty commondir",
            files: ["locked": "REASON\n", "gitdir": "LINK\n", "HEAD": zero, "commondir": ""]),
        Rest(
            testDescription: "HEAD at no commit",
            files: ["locked": "REASON\n", "gitdir": "LINK\n", "HEAD": zero, "commondir": "../..\n", "logs/HEAD": ""]),
        Rest(
            testDescription: "no HEAD yet",
            files: ["locked": "REASON\n", "gitdir": "LINK\n", "commondir": "../..\n", "HEAD.lock": ""]),
    ]

    private let world: World

    init() throws {
        world = try World()
        try world.start(1)
    }

    /// As if git had died so while it made the worktree at `path`.
    private func make(_ rest: Rest, at path: String, reason: String) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let directory = "\(world.repository)/worktrees/\(name)"
        try Files.write(path + "/.git", rest.hasLink ? "gitdir: \(directory)\n" : "")
        if !rest.hasLink { unlink(path + "/.git") }
        for (file, content) in rest.files {
            try Files.write(
                "\(directory)/\(file)",
                content.replacing("REASON", with: reason).replacing("LINK", with: path + "/.git"))
        }
    }

    private func expectWhole() throws {
        #expect(DirectoryNames.list(world.repository + "/worktrees").isEmpty)
        #expect(try world.listedWorktrees == [world.root])
        try world.git(["fetch", "--quiet", ".", "main"])
        try world.git(["gc", "--quiet"])
        #expect(try world.fsck == "")
    }

    @Test("cut off in git's own making of a worktree", arguments: rests)
    func register(_ rest: Rest) throws {
        let ending = try Victim(world).run(["register", world.root, "6000002"], killAt: "register.decided:1", dead: [])
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try world.command().worktrees().first)
        try world.git(["branch", "--no-track", row.id])
        try world.sql("UPDATE worktrees SET branch = id")
        let lock = WorktreeLock(sessionID: row.sessionID)
        try make(rest, at: row.path, reason: lock.reason)
        #expect(try world.command().cleanup().failures.isEmpty)
        try expectWhole()
        #expect(try world.command().worktrees().isEmpty && !Files.exists(row.path))
        #expect(try world.branches == ["main"])
        #expect(try !world.start(3).isMainCheckout)
    }

    @Test("cut off while the index was written")
    func indexLock() throws {
        let ending = try Victim(world).run(["register", world.root, "6000002"], killAt: "create.added:1", dead: [])
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try world.command().worktrees().first)
        try Files.write("\(world.repository)/worktrees/\(row.id)/index.lock", "")
        #expect(try world.command().cleanup().failures.isEmpty)
        try expectWhole()
        #expect(try world.command().worktrees().isEmpty && world.branches == ["main"])
    }

    @Test("the queue's own worktree, and one of another data directory", arguments: rests.dropFirst())
    func scratch(_ rest: Rest) throws {
        try make(rest, at: world.dataDirectory + "/landing/abc", reason: "parallel-cc landing")
        #expect(try !world.start(3).isMainCheckout)
        #expect(Files.exists(world.repository + "/worktrees/abc") == false)
        #expect(try world.listedWorktrees.count == 2)
    }

    @Test("what is not ours, or holds something, stays")
    func others() throws {
        let rest = try #require(Self.rests.last)
        let (user, full) = (world.fixture.directory.appending("user"), world.fixture.directory.appending("full"))
        try make(rest, at: user, reason: "initializing")
        try make(rest, at: full, reason: "parallel-cc session x")
        try Files.write(full + "/file", "work\n")
        try make(rest, at: full + "-2", reason: "parallel-cc session x")
        try Files.write(world.repository + "/worktrees/full-2/index", "staged")
        try world.start(3)
        let names = DirectoryNames.list(world.repository + "/worktrees").filter { !$0.hasPrefix("parallel-") }
        #expect(names.sorted() == ["full", "full-2", "user"])
    }
}
