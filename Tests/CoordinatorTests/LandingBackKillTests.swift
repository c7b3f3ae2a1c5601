import Exec
import Glibc
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// Putting a cut-off move right, killed with -9 at every named point of it: nothing lost, the next command goes on.
@Suite struct LandingBackKillTests {
    private static let precious = ["cache/deep": "PRECIOUS\n", "new/mine": "MINE\n", "edited": "EDITED\n"]

    /// A checkout in which git died: between its index and its reference, or in the middle of the files.
    private func world(_ hasIndex: Bool) throws -> World {
        let world = try World()
        try world.fixture.commit(
            ["changed": "old old\n", "edited": "old\n", "gone": "gone\n", "cache": "file\n"], message: "base")
        try world.git(["rm", "--quiet", "gone", "cache"])
        try world.fixture.commit(
            ["changed": "new new\n", "edited": "new\n", "new/file": "new\n", ".gitignore": "cache/\n"], message: "next")
        try world.git(["branch", "--quiet", "next"])
        try world.git(["reset", "--quiet", "--hard", "HEAD^"])
        let coordinator = try world.command()
        _ = try coordinator.queueLanding("next", in: world.repository)
        let place = LandingPlace(coordinator, repository: world.repository, target: "main")
        let attempt = LandingAttempt(coordinator: coordinator, place: place)
        try attempt.begin(from: "main", to: "next", in: world.root)
        try world.git(["read-tree", "-m", "-u", "main", "next"])
        if hasIndex {
            try Files.write(world.repository + "/refs/heads/main.lock", "")
        } else {
            try world.git(["read-tree", "main"])
            try Files.write(world.root + "/changed", "new n")
        }
        for (path, content) in Self.precious { try Files.write(world.root + "/" + path, content) }
        return world
    }

    @Test(arguments: [true, false]) func everywhere(_ hasIndex: Bool) throws {
        let first = try world(hasIndex)
        let whole = try Victim(first).run("land", first.repository)
        try #require(whole.status == .exited(0), "\(whole.lines)")
        let points = whole.points.filter { $0.hasPrefix("landing.back") }
        let named = ["index", "written", "exchanged", "aside", "removed", "restored"]
        try #require(Set(points) == Set(named.map { "landing.back-" + $0 }), "\(whole.points) \(whole.lines)")
        try expectRight(first, "unharmed")
        var seen: [String: Int] = [:]
        for point in points {
            seen[point, default: 0] += 1
            let moment = "\(point):\(seen[point] ?? 1)"
            let world = try world(hasIndex)
            let ending = try Victim(world).run(["land", world.repository], killAt: moment)
            #expect(ending.status == .signaled(SIGKILL), "\(moment)")
            expectPrecious(world, moment)
            #expect(try world.command().runLandings(in: world.repository).errors.isEmpty, "\(moment)")
            try expectRight(world, moment)
        }
    }

    private func expectPrecious(_ world: World, _ moment: String) {
        for (path, content) in Self.precious {
            #expect(Files.read(world.root + "/" + path) == content, "\(path) \(moment)")
        }
    }

    /// All files are those of the branch, but for what somebody has written since.
    private func expectRight(_ world: World, _ moment: String) throws {
        expectPrecious(world, moment)
        let complaints = try world.fsck
        #expect(complaints == "", "\(moment)")
        let status = try world.git(["status", "--porcelain", "--untracked-files=all"])
        let expected: Set<Substring> = [" D cache", "?? cache/deep", " M edited", "?? new/mine"]
        #expect(Set(status.split(separator: "\n")) == expected, "\(moment)")
        let moves = try world.git(["for-each-ref", "refs/parallel-cc/landing-move"])
        #expect(moves == "", "\(moment)")
        #expect(try world.command().landingQueue(in: world.repository).map(\.state) == [.pending], "\(moment)")
    }
}
