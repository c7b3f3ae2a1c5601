import Glibc
import TestSupport
import Testing

/// The stash where references are kept in a reftable.
@Suite(.enabled(if: Reftable.isKnown, "git 2.45 or newer"))
struct StashReftableTests {
    @Test func `another's entry is not taken, and every entry is kept`() throws {
        let two = try TwoSessions(initArguments: ["--ref-format=reftable"])
        func pins() throws -> [String] {
            try two.fixture.git.git(["for-each-ref", "--format=%(objectname)", "refs/parallel-cc/stash"], at: two.main)
                .split(separator: "\n").map(String.init)
        }
        try Files.write(two.worktree + "/README", "hours of work\n")
        try two.fixture.git.git(["stash"], at: two.worktree)
        let entry = try two.fixture.git.git(["rev-parse", "refs/stash"], at: two.main)
        #expect(try two.after("npx lint-staged", by: two.secondProcess, at: two.worktree) == nil)
        #expect(try pins() == [entry])
        let said = try #require(try two.refusal(of: "git stash drop", by: two.firstProcess, at: two.main))
        #expect(said.contains("session \(two.second)"))
        #expect(said.contains("WIP on "))
        #expect(try two.refusal(of: "git stash pop", by: two.secondProcess, at: two.worktree) == nil)
        try two.fixture.git.git(["stash", "clear"], at: two.main)
        #expect(try two.after("git stash clear", by: two.secondProcess, at: two.worktree) == nil)
        #expect(try pins() == [entry])
        #expect(try two.refusal(of: "git stash pop", by: two.firstProcess, at: two.main) == nil)
    }
}

/// Whether the git on PATH knows that format.
private enum Reftable {
    static var isKnown: Bool { (try? GitFixture(initArguments: ["--ref-format=reftable"], commit: false)) != nil }
}
