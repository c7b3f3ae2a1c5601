import CoordinatorFixtures
import Exec
import Glibc
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// The queue killed with -9 at every named point: nothing half landed, nothing lost, the next run goes on.
@Suite struct QueueKillTests {
    enum Place: String, CaseIterable, Sendable { case checkedOut, nowhere, dirty }

    private func fixture(_ place: Place) throws -> CoordinatorFixture {
        let fixture = try CoordinatorFixture()
        try Files.write(fixture.dataDirectory + "/config.json", #"{"merge": {"verify": ["test ! -f bad"]}}"#)
        try fixture.gitFixture.commit(["shared": "one\n"], message: "shared")
        for (name, file) in [("a", "a"), ("bad", "bad"), ("b", "shared"), ("c", "shared")] {
            try QueueTests.branch(fixture, name, [file: "of \(name)\n"])
            _ = try MergeQueue(fixture.command()).add(name, in: fixture.repository)
        }
        if place == .nowhere { try fixture.git(["switch", "--quiet", "--detach"]) }
        if place == .dirty { try Files.write(fixture.root + "/README", "dirty\n") }
        return fixture
    }

    @Test(arguments: Place.allCases) func `everywhere`(_ place: Place) throws {
        let first = try fixture(place)
        let whole = try Victim(first).run("land", first.repository)
        try #require(whole.status == .exited(0), "\(whole.lines)")
        let points = whole.points
        try #require(Set(points).isSuperset(of: ["landing.built", "landing.verified", "landing.moved"]))
        var seen: [String: Int] = [:]
        for point in points {
            seen[point, default: 0] += 1
            let moment = "\(point):\(seen[point] ?? 1)"
            let fixture = try fixture(place)
            let before = Files.snapshot(fixture.root)
            let ending = try Victim(fixture).run(["land", fixture.repository], killAt: moment)
            #expect(ending.status == .signaled(SIGKILL), "\(moment)")
            try expectWhole(fixture, place, before, moment)
            try expectGoesOn(fixture, place, moment)
        }
    }

    /// The checkout is at its branch's commit, or as it was.
    private func expectWhole(
        _ fixture: CoordinatorFixture, _ place: Place, _ before: [String: String], _ moment: String
    ) throws {
        let complaints = try fixture.fsck
        #expect(complaints == "", "\(moment)")
        if place == .checkedOut {
            let status = try fixture.git(["status", "--porcelain"])
            #expect(status == "", "\(moment)")
        } else {
            #expect(Files.snapshot(fixture.root) == before, "\(moment)")
        }
        let bad = try fixture.git(["ls-tree", "--name-only", "main", "bad"])
        #expect(bad == "", "\(moment)")
    }

    private func expectGoesOn(_ fixture: CoordinatorFixture, _ place: Place, _ moment: String) throws {
        let result = try MergeQueue(fixture.command()).run(in: fixture.repository)
        #expect(result.errors.isEmpty, "\(moment)")
        let states = try MergeQueue(fixture.command()).entries(in: fixture.repository).map {
            "\($0.branch) \($0.state.rawValue)"
        }
        let end = place == .dirty ? "landed-pending" : "landed"
        #expect(states == ["a \(end)", "bad failed", "b \(end)", "c conflict"], "\(moment)")
        let reference = place == .dirty ? "refs/parallel-cc/landing/main" : "main"
        let content = try fixture.git(["show", reference + ":shared"]) + fixture.git(["show", reference + ":a"])
        #expect(content == "of bof a", "\(moment)")
        let listed = try fixture.listedWorktrees
        #expect(listed == [fixture.root], "\(moment)")
        // Landed once, not twice.
        let count = try fixture.git(["rev-list", "--count", "--merges", reference])
        #expect(count == "2", "\(moment)")
        let branches = try fixture.branches
        #expect(branches == ["a", "b", "bad", "c", "main"], "\(moment)")
    }
}
