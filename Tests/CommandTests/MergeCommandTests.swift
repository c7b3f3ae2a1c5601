import JSON
import TestSupport
import Testing

struct MergeCommandTests {
    private let fixture: CommandFixture
    private let session: String

    init() throws {
        fixture = try CommandFixture()
        session = try #require(try fixture.session().answer.json()["sessionId"]?.string)
        try fixture.git.git(["switch", "--quiet", "-c", "topic"])
        try fixture.git.commit(["work": "x\n"], message: "work")
        try fixture.git.git(["switch", "--quiet", "main"])
    }

    @Test func `a bare repository's branches are looked at, what needs a checkout says that there is none`() throws {
        let bare = fixture.git.directory.appending("bare.git")
        try fixture.git.git(["clone", "--quiet", "--bare", fixture.repository, bare])
        let answer = try fixture.run("merge", "status", at: bare)
        #expect(answer.lines.contains { $0.hasPrefix("topic ") && $0.hasSuffix("not merged") })
        let radar = try fixture.run("radar", "--json", at: bare)
        #expect(radar.status == 1)
        #expect(try radar.json()["code"]?.string == "bare-repository")
        #expect(try fixture.run("merge", "status", at: "/").status == 0)
    }

    private func squash() throws {
        try fixture.git.git(["merge", "--quiet", "--squash", "topic"])
        try fixture.git.git(["commit", "--quiet", "-m", "squashed"])
    }

    @Test func `asked, watched once, told, shown`() throws {
        let asked = try fixture.run("merge", "notify", "topic", "--session", session, "--json").json()
        #expect(
            asked.keys == [
                "message", "sessionId", "state", "subscribed", "subscriptionId", "success", "target",
            ])
        #expect(asked["subscribed"]?.bool == true)
        #expect(asked.at("state", "how")?.string == "not-merged")
        let quiet = try fixture.run("watch", "merges", "--once", "--json").json()
        #expect(quiet.keys == ["errors", "newMerges", "notificationsSent", "subscriptionsChecked"])
        #expect(quiet["subscriptionsChecked"]?.integer(Int.self) == 1)
        try squash()
        let seen = try fixture.run("watch", "merges", "--once", "--json").json()
        #expect(seen["notificationsSent"]?.integer(Int.self) == 1)
        let row = try #require(seen.at("newMerges", "0"))
        #expect(
            row.keys == [
                "branch_name", "commits", "detected_at", "how", "id", "merged_at", "notification_sent", "reference",
                "repo_path", "source_commit", "target_branch", "target_commit",
            ])
        let status = try fixture.run("merge", "status", "--json").json()
        #expect(status.at("events", "0", "notification_sent")?.bool == true)
        #expect(status["total"]?.integer(Int.self) == 1)
        #expect(status["target"]?.string == "main")
        #expect(status.at("branches", "0", "how")?.string == "squashed")
        let wishes = try fixture.run("merge", "status", "--subscriptions", "--json").json()
        #expect(wishes.at("subscriptions", "0", "is_active")?.bool == false)
        #expect(wishes["total"]?.integer(Int.self) == 1)
        let text = try fixture.run("merge", "status", "--branch", "top")
        #expect(text.text.contains("squashed into main as "))
        #expect(text.lines.count >= 3)
        #expect(
            try fixture.run("merge", "status", "--branch", "other", "--json").json()["total"]?.integer(Int.self) == 0)
        let mail = try fixture.run("messages", "--json").json()
        #expect(mail.at("messages", "0", "kind")?.string == "merge")
    }

    @Test func `old names work and warn`() throws {
        for (old, new) in [("merge-status", "merge status"), ("watch-merges --once", "watch merges")] {
            let answer = try fixture.run(old.split(separator: " ").map(String.init) + ["--json"])
            #expect(answer.status == 0)
            #expect(answer.errors.contains("Use \"parallel-cc \(new)\" instead."))
            _ = try answer.json()
        }
    }

    @Test(arguments: [
        ["watch", "merges", "--interval", "4"], ["watch", "merges", "--interval", "x"], ["merge", "notify"],
        ["merge", "status", "--limit", "0"],
    ])
    func `nonsense is refused with the usage status`(_ words: [String]) throws {
        #expect(try fixture.run(words).status == 64)
    }

    @Test func `outside a repository there are only the merges that were seen; an unknown target is an error`() throws {
        let outside = try fixture.run("merge", "status", "--json", at: fixture.home)
        #expect(outside.status == 0)
        #expect(try outside.json()["branches"]?.elements?.isEmpty == true)
        let unknown = try fixture.run("merge", "status", "--target", "nowhere", "--json")
        #expect(unknown.status == 1)
        #expect(try unknown.json()["code"]?.string == "unknown-target")
    }

    @Test func `the watch prints one document per line and ends well on a signal`() throws {
        try fixture.run("merge", "notify", "topic", "--session", session)
        try squash()
        let answer = try fixture.shell(
            """
            "$P" watch merges --json >out & pid=$!
            while ! [ -s out ]; do :; done
            kill -TERM $pid; wait $pid; echo "ended $?"; cat out
            """)
        #expect(answer.lines.first == "ended 0", "\(answer.text) \(answer.errors)")
        #expect(answer.lines.count == 2, "\(answer.text) \(answer.errors)")
        #expect(answer.lines.last?.contains("\"how\":\"squashed\"") == true)
    }
}
