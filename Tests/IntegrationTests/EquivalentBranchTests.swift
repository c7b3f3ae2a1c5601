import CoordinatorFixtures
import HookCore
import TestSupport
import Testing

@testable import Coordinator
@testable import GitKit
@testable import Integration

/// Two branches whose names Swift takes for the same text, and git for two.
@Suite struct EquivalentBranchTests {
    private let composed = "t\u{e9}"
    private let decomposed = "te\u{301}"
    private let fixture: CoordinatorFixture

    init() throws {
        fixture = try CoordinatorFixture()
        for name in [composed, decomposed] { try fixture.git(["branch", name]) }
    }

    private func queue(_ branch: String, on target: String) throws -> QueueEntry {
        try MergeQueue(fixture.command()).add(branch, in: fixture.repository, target: target)
    }

    private func tip(_ branch: String) throws -> String { try fixture.git(["rev-parse", "refs/heads/" + branch]) }

    @Test func `landing moves the target, and not the other branch that is checked out`() throws {
        try QueueTests.branch(fixture, "topic", ["topic": "1\n"])
        try fixture.git(["checkout", "--quiet", decomposed])
        let before = try tip(decomposed)
        _ = try queue("topic", on: composed)
        let result = try MergeQueue(fixture.command()).run(in: fixture.repository)
        #expect(result.landed.map(\.branch) == ["topic"], "\(result)")
        #expect(try fixture.git(["show", "refs/heads/\(composed):topic"]) == "1")
        #expect(try tip(decomposed) == before)
        #expect(!Files.exists(fixture.root + "/topic"))
    }

    @Test func `each is queued for itself, and lands`() throws {
        try QueueTests.branch(fixture, composed, ["one": "1\n"])
        try QueueTests.branch(fixture, decomposed, ["two": "2\n"])
        let entries = try [composed, decomposed].map { try queue($0, on: "main") }
        #expect(entries.map { Name($0.branch) } == [Name(composed), Name(decomposed)])
        #expect(try MergeQueue(fixture.command()).entries(in: fixture.repository).count == 2)
        let removed = try MergeQueue(fixture.command()).remove(decomposed, in: fixture.repository)
        #expect(Name(removed.branch) == Name(decomposed))
        _ = try queue(decomposed, on: "main")
        #expect(try MergeQueue(fixture.command()).run(in: fixture.repository).landed.count == 2)
        #expect(Files.exists(fixture.root + "/one") && Files.exists(fixture.root + "/two"))
    }

    @Test func `one lands on the other, and is judged by its own commits`() throws {
        try QueueTests.branch(fixture, composed, ["one": "1\n"])
        let detection = MergeDetection(try fixture.command())
        let found = try detection.states(target: decomposed, in: fixture.repository)
        #expect(found.states.map { Name($0.branch) } == [Name("main"), Name(composed)])
        _ = try queue(composed, on: decomposed)
        #expect(try MergeQueue(fixture.command()).run(in: fixture.repository).landed.count == 1)
        #expect(try fixture.git(["show", "refs/heads/\(decomposed):one"]) == "1")
    }

    @Test func `the radar compares both of two worktrees`() throws {
        let trees = [composed, decomposed].map { fixture.gitFixture.directory.appending($0) }
        for (number, tree) in trees.enumerated() {
            try fixture.git(["worktree", "add", "--quiet", tree, FilePath.name(of: tree)])
            try Files.write(tree + "/README", "of \(number)\n")
        }
        let request = RadarRequest(directory: fixture.root, includesAll: true)
        let report = try Radar(fixture.command()).predict(request)
        #expect(report.nodes.filter { $0.kind == .worktree }.count == 3)
        #expect(report.pair(one: trees[0], other: trees[1])?.state == .conflict)
    }
}
