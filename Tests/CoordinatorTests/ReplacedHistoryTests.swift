import CoordinatorFixtures
import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// A commit that holds another only by a graft or a replacement reference does not hold it.
@Suite struct ReplacedHistoryTests {
    @Test(arguments: ["graft", "replacement"]) func `what seems to be merged is kept`(_ kind: String) throws {
        let fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(["later": "later\n"], message: "later")
        let session = try fixture.startInWorktree()
        try fixture.gitFixture.commit(["only": "here\n"], message: "only here", at: session.directory)
        let commit = try fixture.git(["rev-parse", "HEAD"], at: session.directory)
        let former = try fixture.git(["rev-parse", "main~1"])
        if kind == "graft" {
            let tip = try fixture.git(["rev-parse", "main"])
            try Files.write(fixture.repository + "/info/grafts", "\(tip) \(former) \(commit)\n")
        } else {
            try fixture.git(["replace", "--graft", "main", former, commit])
        }
        let result = try #require(try fixture.command().release(.id(session.session.id), reason: "test").worktree)
        #expect(result.removed)
        let plain = ["-c", "advice.graftFileDeprecated=false", "--no-replace-objects"]
        try Files.write(fixture.repository + "/info/grafts", "")
        #expect(
            try fixture.git(plain + ["for-each-ref", "--contains", commit, "refs/heads", "refs/parallel-cc"]) != "")
    }
}
