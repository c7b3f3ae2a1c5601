import HookCore
import TestSupport
import Testing

@testable import Coordinator

/// A commit that holds another only by a graft or a replacement reference does not hold it.
@Suite struct ReplacedHistoryTests {
    @Test(arguments: ["graft", "replacement"]) func `what seems to be merged is kept`(_ kind: String) throws {
        let world = try World()
        try world.fixture.commit(["later": "later\n"], message: "later")
        let session = try world.startInWorktree()
        try world.fixture.commit(["only": "here\n"], message: "only here", at: session.directory)
        let commit = try world.git(["rev-parse", "HEAD"], at: session.directory)
        let former = try world.git(["rev-parse", "main~1"])
        if kind == "graft" {
            let tip = try world.git(["rev-parse", "main"])
            try Files.write(world.repository + "/info/grafts", "\(tip) \(former) \(commit)\n")
        } else {
            try world.git(["replace", "--graft", "main", former, commit])
        }
        let result = try #require(try world.command().release(.id(session.session.id), reason: "test").worktree)
        #expect(result.removed)
        let plain = ["-c", "advice.graftFileDeprecated=false", "--no-replace-objects"]
        try Files.write(world.repository + "/info/grafts", "")
        #expect(try world.git(plain + ["for-each-ref", "--contains", commit, "refs/heads", "refs/parallel-cc"]) != "")
    }
}
