import CoordinatorFixtures
import Exec
import Glibc
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// Putting a cut-off move right, killed with -9 at every named point of it: nothing lost, the next command goes on.
@Suite struct QueueBackKillTests {
    private static let precious = ["cache/deep": "PRECIOUS\n", "new/mine": "MINE\n", "edited": "EDITED\n"]

    /// A checkout in which git died: between its index and its reference, or in the middle of the files.
    private func fixture(_ hasIndex: Bool) throws -> CoordinatorFixture {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(
            ["changed": "old old\n", "edited": "old\n", "gone": "gone\n", "cache": "file\n"], message: "base")
        try fixture.git(["rm", "--quiet", "gone", "cache"])
        try fixture.gitFixture.commit(
            ["changed": "new new\n", "edited": "new\n", "new/file": "new\n", ".gitignore": "cache/\n"], message: "next")
        try fixture.git(["branch", "--quiet", "next"])
        try fixture.git(["reset", "--quiet", "--hard", "HEAD^"])
        let coordinator = try fixture.command()
        _ = try MergeQueue(coordinator).add("next", in: fixture.repository)
        let place = QueueTarget(coordinator, repository: fixture.repository, target: "main")
        let attempt = FastForwardAttempt(coordinator: coordinator, queueTarget: place)
        try attempt.begin(from: "main", to: "next", in: fixture.root)
        try fixture.git(["read-tree", "-m", "-u", "main", "next"])
        if hasIndex {
            try Files.write(fixture.repository + "/refs/heads/main.lock", "")
        } else {
            try fixture.git(["read-tree", "main"])
            try Files.write(fixture.root + "/changed", "new n")
        }
        for (path, content) in Self.precious { try Files.write(fixture.root + "/" + path, content) }
        return fixture
    }

    @Test(arguments: [true, false]) func `everywhere`(_ hasIndex: Bool) throws {
        let first = try fixture(hasIndex)
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
            let fixture = try fixture(hasIndex)
            let ending = try Victim(fixture).run(["land", fixture.repository], killAt: moment)
            #expect(ending.status == .signaled(SIGKILL), "\(moment)")
            expectPrecious(fixture, moment)
            #expect(try MergeQueue(fixture.command()).run(in: fixture.repository).errors.isEmpty, "\(moment)")
            try expectRight(fixture, moment)
        }
    }

    private func expectPrecious(_ fixture: CoordinatorFixture, _ moment: String) {
        for (path, content) in Self.precious {
            #expect(Files.read(fixture.root + "/" + path) == content, "\(path) \(moment)")
        }
    }

    /// All files are those of the branch, but for what somebody has written since.
    private func expectRight(_ fixture: CoordinatorFixture, _ moment: String) throws {
        expectPrecious(fixture, moment)
        let complaints = try fixture.fsck
        #expect(complaints == "", "\(moment)")
        let status = try fixture.git(["status", "--porcelain", "--untracked-files=all"])
        let expected: Set<Substring> = [" D cache", "?? cache/deep", " M edited", "?? new/mine"]
        #expect(Set(status.split(separator: "\n")) == expected, "\(moment)")
        let moves = try fixture.git(["for-each-ref", "refs/parallel-cc/landing-move"])
        #expect(moves == "", "\(moment)")
        #expect(
            try MergeQueue(fixture.command()).entries(in: fixture.repository).map(\.state) == [.ready], "\(moment)")
    }
}
