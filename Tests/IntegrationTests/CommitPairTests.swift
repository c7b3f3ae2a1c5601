import CoordinatorFixtures
import TestSupport
import Testing

@testable import Coordinator
@testable import Integration

/// Commits of no branch, compared with each other in memory.
struct CommitPairTests {
    @Test func `pairs that conflict are found, and one that cannot be read does not hide them`() throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["a": "1\n2\n3\n"], message: "base")
        var commits: [String] = []
        for (file, content) in [("a", "one\n2\n3\n"), ("b", "new\n"), ("a", "ONE\n2\n3\n")] {
            try fixture.git(["checkout", "-q", "--detach", "main"])
            try fixture.gitFixture.commit([file: content], message: "side")
            commits.append(try fixture.git(["rev-parse", "HEAD"]))
        }
        try fixture.git(["checkout", "-q", "main"])
        let radar = try Radar(fixture.command())
        let pairs = try radar.compare(commits, in: fixture.repository)
        #expect(pairs.map { [$0.one, $0.other] } == [[0, 2]])
        #expect(pairs.first?.files.map(\.text) == ["a"])
        let missing = commits + [String(repeating: "1", count: 40)]
        let found = try radar.compare(missing, in: fixture.repository)
        #expect(found.filter { $0.error == nil } == pairs)
        #expect(found.filter { $0.error != nil }.map { [$0.one, $0.other] } == [[0, 3], [1, 3], [2, 3]])
        #expect(try radar.compare([], in: fixture.repository).isEmpty)
    }
}
