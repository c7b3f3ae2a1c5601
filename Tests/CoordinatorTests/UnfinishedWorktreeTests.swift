import CoordinatorFixtures
import Exec
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// What a `git worktree add` leaves that is killed before the worktree can be used: the next command mends it, and git
/// works again.
@Suite struct UnfinishedWorktreeTests {
    /// What git has made when it dies, in its order: files of its own directory by content, and whether the worktree is
    /// there.
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

    private let fixture: CoordinatorFixture

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.start(1)
    }

    /// As if git had died so while it made the worktree at `path`.
    private func make(_ rest: Rest, at path: String, reason: String) throws {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        let directory = "\(fixture.repository)/worktrees/\(name)"
        try Files.write(path + "/.git", rest.hasLink ? "gitdir: \(directory)\n" : "")
        if !rest.hasLink { unlink(path + "/.git") }
        for (file, content) in rest.files {
            try Files.write(
                "\(directory)/\(file)",
                content.replacing("REASON", with: reason).replacing("LINK", with: path + "/.git"))
        }
    }

    private func expectWhole() throws {
        #expect(DirectoryNames.list(fixture.repository + "/worktrees").isEmpty)
        #expect(try fixture.listedWorktrees == [fixture.root])
        try fixture.git(["fetch", "--quiet", ".", "main"])
        try fixture.git(["gc", "--quiet"])
        #expect(try fixture.fsck == "")
    }

    @Test("cut off in git's own making of a worktree", arguments: rests)
    func register(_ rest: Rest) throws {
        let ending = try Victim(fixture).run(
            ["register", fixture.root, "6000002"], killAt: "register.decided:1", dead: [])
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try fixture.command().worktrees().first)
        try fixture.git(["branch", "--no-track", row.id, "main^{commit}"])
        try fixture.sql("UPDATE worktrees SET branch = id")
        let lock = WorktreeLock(sessionID: row.sessionID)
        try make(rest, at: row.path, reason: lock.reason)
        #expect(try fixture.command().cleanup().failures.isEmpty)
        try expectWhole()
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(!Files.exists(row.path))
        #expect(try fixture.branches == ["main"])
        #expect(try !fixture.start(3).isMainCheckout)
    }

    @Test("cut off while the index was written")
    func indexLock() throws {
        let ending = try Victim(fixture).run(["register", fixture.root, "6000002"], killAt: "create.added:1", dead: [])
        #expect(ending.status == .signaled(SIGKILL))
        let row = try #require(try fixture.command().worktrees().first)
        try Files.write("\(fixture.repository)/worktrees/\(row.id)/index.lock", "")
        #expect(try fixture.command().cleanup().failures.isEmpty)
        try expectWhole()
        #expect(try fixture.command().worktrees().isEmpty)
        #expect(try fixture.branches == ["main"])
    }

    @Test("the queue's own worktree, and one of another data directory", arguments: rests.dropFirst())
    func scratch(_ rest: Rest) throws {
        try make(rest, at: fixture.dataDirectory + "/landing/abc", reason: "parallel-cc landing")
        #expect(try !fixture.start(3).isMainCheckout)
        #expect(Files.exists(fixture.repository + "/worktrees/abc") == false)
        #expect(try fixture.listedWorktrees.count == 2)
    }

    @Test("what is not ours, or holds something, stays")
    func others() throws {
        let rest = try #require(Self.rests.last)
        let (user, full) = (
            fixture.gitFixture.directory.appending("user"), fixture.gitFixture.directory.appending("full")
        )
        try make(rest, at: user, reason: "initializing")
        try make(rest, at: full, reason: "parallel-cc session x")
        try Files.write(full + "/file", "work\n")
        try make(rest, at: full + "-2", reason: "parallel-cc session x")
        try Files.write(fixture.repository + "/worktrees/full-2/index", "staged")
        try fixture.start(3)
        let names = DirectoryNames.list(fixture.repository + "/worktrees").filter { !$0.hasPrefix("parallel-") }
        #expect(names.sorted() == ["full", "full-2", "user"])
    }
}
