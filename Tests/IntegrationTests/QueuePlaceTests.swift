import CoordinatorFixtures
import Exec
import Files
import HookCore
import Integration
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit

/// The place of the queue's own worktree, where others have been at work.
@Suite struct QueuePlaceTests {
    private let fixture: CoordinatorFixture

    init() throws {
        fixture = try CoordinatorFixture()
        try fixture.git(["checkout", "--quiet", "-b", "topic"])
        try fixture.gitFixture.commit(["landed": "1\n"], message: "topic")
        try fixture.git(["checkout", "--quiet", "main"])
    }

    private func run(verify: String? = nil) throws -> QueueResult {
        let coordinator = try fixture.command(overrides: verify.map { ["merge.verify": $0] } ?? [:])
        _ = try? MergeQueue(coordinator).add("topic", in: fixture.repository, target: "main")
        return try MergeQueue(coordinator).run(in: fixture.repository)
    }

    /// The place, made by a run whose command names it.
    private func place() throws -> String {
        let note = fixture.gitFixture.directory.appending("place")
        _ = try run(verify: "pwd > \(note); false")
        return try #require(TestSupport.Files.read(note)).split(separator: "\n").map(String.init).first ?? ""
    }

    @Test func `a repository of the user's there stays, and is named`() throws {
        let place = try place()
        try fixture.git(["clone", "--quiet", fixture.root, place])
        try TestSupport.Files.write(place + "/own", "own\n")
        let result = try run()
        #expect(result.landed.isEmpty)
        #expect(result.errors.first?.error.code == .pathExists)
        #expect(TestSupport.Files.read(place + "/own") == "own\n")
    }

    @Test func `a worktree of the user's there stays, and is named`() throws {
        let place = try place()
        try fixture.git(["worktree", "add", "--quiet", "--detach", place])
        try fixture.git(["worktree", "lock", "--reason", "mine", place])
        try TestSupport.Files.write(place + "/own", "own\n")
        let result = try run()
        #expect(result.errors.first?.error.code == .pathExists)
        #expect(TestSupport.Files.read(place + "/own") == "own\n")
        let hint = try #require(result.errors.first?.error.hint)
        #expect(hint.hasPrefix("mv -T "), "\(hint)")
    }

    @Test func `a commit that a command makes there is in a rescue`() throws {
        let result = try run(verify: "echo made > made; git add made; git commit --quiet -m made")
        #expect(result.landed.count == 1)
        #expect(result.notes.count == 1, "\(result.notes)")
        let rescue = try #require(try fixture.command().rescues().first)
        #expect(try fixture.git(["log", "--format=%s", rescue.reference.reference]).contains("made"))
    }

    @Test func `what a user makes in the worktree of a killed run is in a rescue`() throws {
        _ = try MergeQueue(fixture.command()).add("topic", in: fixture.repository, target: "main")
        let victim = try Victim(fixture).run(["land", fixture.repository], killAt: "landing.scratch")
        #expect(victim.status != .exited(0))
        let folder = fixture.dataDirectory + "/landing/"
        let name = try #require(DirectoryNames.list(folder).first { !$0.contains(".") })
        try TestSupport.Files.write(folder + name + "/own", "own\n")
        let result = try run()
        #expect(result.landed.count == 1, "\(result.errors)")
        let rescue = try #require(try fixture.command().rescues().first)
        #expect(try fixture.git(["show", rescue.reference.reference + ":own"]) == "own")
        #expect(result.notes.contains { $0.contains(rescue.id) }, "\(result.notes)")
    }

    @Test func `a run that is as always leaves no rescue`() throws {
        #expect(try run(verify: "echo built > built").landed.count == 1)
        #expect(try fixture.command().rescues().isEmpty)
    }
}
