import JSON
import TestSupport
import Testing

struct ClaimsCommandTests {
    private let fixture: CommandFixture
    private let first: String
    private let second: String
    private let worktree: String

    init() throws {
        fixture = try CommandFixture()
        first = try #require(try fixture.session().answer.json()["sessionId"]?.string)
        let answer = try fixture.session().answer.json()
        second = try #require(answer["sessionId"]?.string)
        worktree = try #require(answer["worktreePath"]?.string)
    }

    @Test func `a file is the same in every worktree, and who has it is said`() throws {
        let taken = try fixture.run(
            "claims", "take", "--file", "src/a", "--session", first, "--json", at: fixture.repository
        ).json()
        #expect(taken.keys == ["claimId", "conflictingClaims", "fence", "intents", "message", "mode", "success"])
        #expect(taken["mode"]?.string == "EXCLUSIVE")
        #expect(taken["fence"]?.integer(Int.self) == 1)
        let refused = try fixture.run(
            "claims", "take", "--file", worktree + "/src/a", "--mode", "shared", "--session", second, "--json")
        #expect(refused.status == 75)
        let holder = try refused.json().at("conflictingClaims", "0")
        #expect(holder?["claimId"]?.string == taken["claimId"]?.string)
        #expect(holder?["sessionId"]?.string == first)
        let text = try fixture.run("claims", "take", "--file", worktree + "/src/a", "--session", second, "--wait", "1")
        #expect(text.status == 75)
        #expect(text.lines.first?.hasPrefix("✗ Held by session \(first)") == true)
    }

    @Test func `listed by file and session, released, handed on`() throws {
        let all = try fixture.run("claims", "take", "--glob", "**/*.c", "--session", first, "--ttl", "0.5", "--json")
            .json()
        let id = try #require(all["claimId"]?.string)
        let rows = try fixture.run("claims", "--file", "src/x.c", "--json", at: worktree).json()
        #expect(rows["total"]?.integer(Int.self) == 1)
        #expect(
            rows.at("claims", "0")?.keys == [
                "claim_mode", "claimed_at", "expires_at", "fence", "file_path", "id", "is_active", "kind", "pid",
                "repo_path", "session_id", "worktree_path",
            ])
        #expect(
            try fixture.run("claims", "--file", "src/x.h", "--json", at: worktree).json()["total"]?.integer(Int.self)
                == 0)
        #expect(try fixture.run("claims", "release", id, "--session", second).status == 1)
        let passed = try fixture.run("claims", "transfer", id, "--to", second, "--session", first, "--json").json()
        #expect(passed["sessionId"]?.string == second)
        #expect(passed["fence"]?.integer(Int.self) == 2)
        let stale = try fixture.run("claims", "release", id, "--session", first, "--json")
        #expect(stale.status == 1)
        #expect(try stale.json()["code"]?.string == "claim-passed-on")
        #expect(try fixture.run("claims", "release", passed["claimId"]?.string ?? "", "--force").status == 0)
        #expect(try fixture.run("claims", "--json").json()["total"]?.integer(Int.self) == 0)
    }

    @Test func `the beginning of an id will do, where it is the only one`() throws {
        let taken = try fixture.run("claims", "take", "--file", "a", "--session", String(first.prefix(8)), "--json")
        let id = try #require(try taken.json()["claimId"]?.string)
        let passed = try fixture.run(
            "claims", "transfer", String(id.prefix(8)), "--session", first, "--to", String(second.prefix(8)), "--json")
        #expect(try passed.json()["sessionId"]?.string == second)
        #expect(try fixture.run("claims", "release", "0", "--force").status == 1)
        let rest = try #require(try passed.json()["claimId"]?.string)
        #expect(
            try fixture.run("claims", "release", String(rest.prefix(4)), "--force", "--json").json()["claimId"]?.string
                == rest)
    }

    @Test(arguments: [
        ["--file", "a", "--glob", "b"], [], ["--file", "a", "--mode", "MINE"], ["--file", "a", "--ttl", "0"],
        ["--file", "a", "--ttl", "nan"], ["--glob", ""], ["--file", "a", "--wait", "-1"],
    ])
    func `nonsense is refused with the usage status`(_ words: [String]) throws {
        #expect(try fixture.run(["claims", "take", "--session", first] + words).status == 64)
    }

    @Test func `a path outside, another repository's, no session, an unknown one`() throws {
        let outside = try fixture.run("claims", "take", "--file", "/etc/passwd", "--session", first, "--json")
        #expect(outside.status == 1)
        #expect(try outside.json()["code"]?.string == "invalid-path")
        for words in [["--session", "nobody"], []] {
            let answer = try fixture.run(["claims", "take", "--file", fixture.repository + "/a", "--json"] + words)
            #expect(answer.status == 1)
            #expect(try answer.json()["code"]?.string == "unknown-session")
        }
    }
}
