import CoordinatorFixtures
import Exec
import Glibc
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// The queue knows every checkout: also those for which `git worktree list` names the git directory.
@Suite struct QueueCheckoutTests {
    enum Kind: String, CaseIterable, Sendable { case submodule, separate, linked }

    private let fixture: CoordinatorFixture

    init() throws { fixture = try CoordinatorFixture() }

    /// A main checkout, with a branch `topic` that adds a file.
    private func checkout(_ kind: Kind) throws -> String {
        let place = fixture.gitFixture.directory.appending("\(kind)")
        switch kind {
        case .submodule:
            try fixture.git(["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", fixture.root, "module"])
            return try filled(fixture.root + "/module")
        case .separate:
            try fixture.git(["init", "--quiet", "--separate-git-dir", place + ".git-data", place])
            return try filled(place)
        case .linked:
            try fixture.git(["init", "--quiet", place])
            rename(place + "/.git", place + "/.git.nosync")
            symlink(".git.nosync", place + "/.git")
            try Files.write(place + "/.git.nosync/info/exclude", ".git.nosync\n")
            return try filled(place)
        }
    }

    private func filled(_ place: String) throws -> String {
        try fixture.git(["checkout", "--quiet", "-B", "main"], at: place)
        try fixture.gitFixture.commit(["base": "base\n"], message: "base", at: place)
        try fixture.git(["checkout", "--quiet", "-b", "topic"], at: place)
        try fixture.gitFixture.commit(["topic": "topic\n"], message: "topic", at: place)
        try fixture.git(["checkout", "--quiet", "main"], at: place)
        return place
    }

    private func land(at place: String) throws -> QueueResult {
        let coordinator = try fixture.command()
        let repository = try coordinator.repositoryIdentity(at: place)
        _ = try MergeQueue(coordinator).add("topic", in: repository)
        return try MergeQueue(coordinator).run(in: repository)
    }

    @Test(arguments: Kind.allCases) func `it is moved where nobody works`(_ kind: Kind) throws {
        let place = try checkout(kind)
        #expect(try land(at: place).landed.map(\.branch) == ["topic"])
        #expect(Files.read(place + "/topic") == "topic\n")
        #expect(try fixture.git(["status", "--porcelain"], at: place) == "")
    }

    @Test(arguments: Kind.allCases) func `it is never moved under a session`(_ kind: Kind) throws {
        let place = try checkout(kind)
        #expect(try fixture.start(1, at: place).directory == place)
        let result = try land(at: place)
        #expect(result.ready.map(\.branch) == ["topic"], "\(result)")
        #expect(result.ready.first?.message?.contains("works in \(place)") == true)
        #expect(!Files.exists(place + "/topic"))
    }

    /// Nothing in its git directory leads to such a checkout.
    @Test func `it is found from elsewhere if a session has ever worked there, and else not moved`() throws {
        let place = try checkout(.separate)
        let tree = fixture.gitFixture.directory.appending("tree")
        try fixture.git(["worktree", "add", "--quiet", "--detach", tree], at: place)
        let result = try land(at: tree)
        #expect(result.ready.first?.message?.contains("cannot be told from here") == true, "\(result)")
        #expect(!Files.exists(place + "/topic"))
        try fixture.start(1, at: place)
        _ = try fixture.command().release(.pid(fixture.claude(1).pid), reason: "test")
        let repository = try fixture.command().repositoryIdentity(at: tree)
        #expect(try MergeQueue(fixture.command()).run(in: repository).landed.map(\.branch) == ["topic"])
        #expect(Files.read(place + "/topic") == "topic\n")
    }

    @Test(arguments: Kind.allCases) func `the radar names it once`(_ kind: Kind) throws {
        let place = try checkout(kind)
        try fixture.start(1, at: place)
        let report = try Radar(fixture.command()).predict(RadarRequest(directory: place, includesAll: true))
        #expect(report.nodes.compactMap(\.path) == [place])
    }

    @Test func `submodules are left alone, whatever submodule.recurse says`() throws {
        let module = try checkout(.submodule)
        try fixture.git(["commit", "--quiet", "-m", "module"])
        try fixture.git(["checkout", "--quiet", "-b", "topic"])
        try fixture.git(["checkout", "--quiet", "topic"], at: module)
        try fixture.git(["commit", "--quiet", "-am", "newer module"])
        try fixture.git(["checkout", "--quiet", "main"])
        try fixture.git(["checkout", "--quiet", "main"], at: module)
        try Files.write(module + "/.git-is-not-asked", "mine\n")
        try fixture.git(["config", "submodule.recurse", "true"])
        try fixture.git(["config", "submodule.module.ignore", "all"])
        #expect(try land(at: fixture.root).landed.map(\.branch) == ["topic"])
        #expect(!Files.exists(module + "/topic"))
        #expect(Files.exists(module + "/.git-is-not-asked"))
    }

    // MARK: Who is told

    private func conflict(on branch: String, at place: String) throws {
        try fixture.gitFixture.commit(["file": "of \(branch)\n"], message: branch, at: place)
        let coordinator = try fixture.command()
        _ = try MergeQueue(coordinator).add(branch, in: fixture.repository, target: "target")
        let result = try MergeQueue(coordinator).run(in: fixture.repository)
        #expect(result.conflicts.map(\.branch) == [branch], "\(result)")
    }

    private func told(_ session: Int32) throws -> Int {
        let living = try fixture.command().livingSessions()
        let told = try #require(living.first { $0.process == fixture.claude(session) })
        return try fixture.command().messages(to: told.id).count
    }

    @Test func `a conflict is told to whoever has the branch checked out now`() throws {
        try fixture.gitFixture.commit(["file": "base\n"], message: "base")
        try fixture.git(["branch", "target"])
        let target = fixture.gitFixture.directory.appending("target")
        try fixture.git(["worktree", "add", "--quiet", target, "target"])
        try fixture.gitFixture.commit(["file": "of target\n"], message: "target", at: target)
        try fixture.git(["worktree", "remove", target])
        try fixture.start(1)
        let own = fixture.gitFixture.directory.appending("own")
        try fixture.git(["worktree", "add", "--quiet", "-b", "own", own])
        #expect(try fixture.start(2, at: own).directory == own)
        let switched = try fixture.start(3).directory
        try fixture.git(["checkout", "--quiet", "-b", "feature"], at: switched)
        try conflict(on: "own", at: own)
        try conflict(on: "feature", at: switched)
        #expect(try [told(1), told(2), told(3)] == [0, 1, 1])
    }
}
