import Exec
import Glibc
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// The queue killed with -9 at every named point: nothing half landed, nothing lost, the next run goes on.
@Suite struct LandingKillTests {
    enum Place: String, CaseIterable, Sendable { case checkedOut, nowhere, dirty }

    private func world(_ place: Place) throws -> World {
        let world = try World()
        try Files.write(world.dataDirectory + "/config.json", #"{"merge": {"verify": ["test ! -f bad"]}}"#)
        try world.fixture.commit(["shared": "one\n"], message: "shared")
        for (name, file) in [("a", "a"), ("bad", "bad"), ("b", "shared"), ("c", "shared")] {
            try LandingTests.branch(world, name, [file: "of \(name)\n"])
            _ = try world.command().queueLanding(name, in: world.repository)
        }
        if place == .nowhere { try world.git(["switch", "--quiet", "--detach"]) }
        if place == .dirty { try Files.write(world.root + "/README", "dirty\n") }
        return world
    }

    @Test(arguments: Place.allCases) func everywhere(_ place: Place) throws {
        let first = try world(place)
        let whole = try Victim(first).run("land", first.repository)
        try #require(whole.status == .exited(0), "\(whole.lines)")
        let points = whole.points
        try #require(Set(points).isSuperset(of: ["landing.built", "landing.verified", "landing.moved"]))
        var seen: [String: Int] = [:]
        for point in points {
            seen[point, default: 0] += 1
            let moment = "\(point):\(seen[point] ?? 1)"
            let world = try world(place)
            let before = Files.snapshot(world.root)
            let ending = try Victim(world).run(["land", world.repository], killAt: moment)
            #expect(ending.status == .signaled(SIGKILL), "\(moment)")
            try expectWhole(world, place, before, moment)
            try expectGoesOn(world, place, moment)
        }
    }

    /// The checkout is at its branch's commit, or as it was.
    private func expectWhole(_ world: World, _ place: Place, _ before: [String: String], _ moment: String) throws {
        let complaints = try world.fsck
        #expect(complaints == "", "\(moment)")
        if place == .checkedOut {
            let status = try world.git(["status", "--porcelain"])
            #expect(status == "", "\(moment)")
        } else {
            #expect(Files.snapshot(world.root) == before, "\(moment)")
        }
        let bad = try world.git(["ls-tree", "--name-only", "main", "bad"])
        #expect(bad == "", "\(moment)")
    }

    private func expectGoesOn(_ world: World, _ place: Place, _ moment: String) throws {
        let result = try world.command().runLandings(in: world.repository)
        #expect(result.errors.isEmpty, "\(moment)")
        let states = try world.command().landingQueue(in: world.repository).map { "\($0.branch) \($0.state.rawValue)" }
        let end = place == .dirty ? "landed-pending" : "landed"
        #expect(states == ["a \(end)", "bad failed", "b \(end)", "c conflict"], "\(moment)")
        let reference = place == .dirty ? "refs/parallel-cc/landing/main" : "main"
        let content = try world.git(["show", reference + ":shared"]) + world.git(["show", reference + ":a"])
        #expect(content == "of bof a", "\(moment)")
        let listed = try world.listedWorktrees
        #expect(listed == [world.root], "\(moment)")
        // Landed once, not twice.
        let count = try world.git(["rev-list", "--count", "--merges", reference])
        #expect(count == "2", "\(moment)")
        let branches = try world.branches
        #expect(branches == ["a", "b", "bad", "c", "main"], "\(moment)")
    }
}
