import JSON
import TestSupport
import Testing

struct MergeCommandTests {
    private let desk: Desk
    private let session: String

    init() throws {
        desk = try Desk()
        session = try #require(try desk.session().answer.json()["sessionId"]?.string)
        try desk.git.git(["switch", "--quiet", "-c", "topic"])
        try desk.git.commit(["work": "x\n"], message: "work")
        try desk.git.git(["switch", "--quiet", "main"])
    }

    @Test func `a bare repository's branches are looked at, what needs a checkout says that there is none`() throws {
        let bare = desk.git.directory.appending("bare.git")
        try desk.git.git(["clone", "--quiet", "--bare", desk.repository, bare])
        let answer = try desk.run("merge", "status", at: bare)
        #expect(answer.lines.contains { $0.hasPrefix("topic ") && $0.hasSuffix("not merged") })
        let radar = try desk.run("radar", "--json", at: bare)
        #expect(try radar.status == 1 && radar.json()["code"]?.string == "bare-repository")
        #expect(try desk.run("merge", "status", at: "/").status == 0)
    }

    private func squash() throws {
        try desk.git.git(["merge", "--quiet", "--squash", "topic"])
        try desk.git.git(["commit", "--quiet", "-m", "squashed"])
    }

    @Test func `asked, watched once, told, shown`() throws {
        let asked = try desk.run("merge", "notify", "topic", "--session", session, "--json").json()
        #expect(
            asked.keys == [
                "message", "sessionId", "state", "subscribed", "subscriptionId", "success", "target",
            ])
        #expect(asked["subscribed"]?.bool == true && asked.at("state", "how")?.string == "not-merged")
        let quiet = try desk.run("watch", "merges", "--once", "--json").json()
        #expect(quiet.keys == ["errors", "newMerges", "notificationsSent", "subscriptionsChecked"])
        #expect(quiet["subscriptionsChecked"]?.integer(Int.self) == 1)
        try squash()
        let seen = try desk.run("watch", "merges", "--once", "--json").json()
        #expect(seen["notificationsSent"]?.integer(Int.self) == 1)
        let row = try #require(seen.at("newMerges", "0"))
        #expect(
            row.keys == [
                "branch_name", "commits", "detected_at", "how", "id", "merged_at", "notification_sent", "reference",
                "repo_path", "source_commit", "target_branch", "target_commit",
            ])
        let status = try desk.run("merge", "status", "--json").json()
        #expect(status.at("events", "0", "notification_sent")?.bool == true)
        #expect(status["total"]?.integer(Int.self) == 1 && status["target"]?.string == "main")
        #expect(status.at("branches", "0", "how")?.string == "squashed")
        let wishes = try desk.run("merge", "status", "--subscriptions", "--json").json()
        #expect(wishes.at("subscriptions", "0", "is_active")?.bool == false)
        #expect(wishes["total"]?.integer(Int.self) == 1)
        let text = try desk.run("merge", "status", "--branch", "top")
        #expect(text.text.contains("squashed into main as ") && text.lines.count >= 3)
        #expect(try desk.run("merge", "status", "--branch", "other", "--json").json()["total"]?.integer(Int.self) == 0)
        let mail = try desk.run("messages", "--json").json()
        #expect(mail.at("messages", "0", "kind")?.string == "merge")
    }

    @Test func `old names work and warn`() throws {
        for (old, new) in [("merge-status", "merge status"), ("watch-merges --once", "watch merges")] {
            let answer = try desk.run(old.split(separator: " ").map(String.init) + ["--json"])
            #expect(answer.status == 0 && answer.errors.contains("Use \"parallel-cc \(new)\" instead."))
            _ = try answer.json()
        }
    }

    @Test(arguments: [
        ["watch", "merges", "--interval", "4"], ["watch", "merges", "--interval", "x"], ["merge", "notify"],
        ["merge", "status", "--limit", "0"],
    ])
    func `nonsense is refused with the usage status`(_ words: [String]) throws {
        #expect(try desk.run(words).status == 64)
    }

    @Test func `outside a repository there are only the merges that were seen; an unknown target is an error`() throws {
        let outside = try desk.run("merge", "status", "--json", at: desk.home)
        #expect(try outside.status == 0 && outside.json()["branches"]?.elements?.isEmpty == true)
        let unknown = try desk.run("merge", "status", "--target", "nowhere", "--json")
        #expect(try unknown.status == 1 && unknown.json()["code"]?.string == "unknown-target")
    }

    @Test func `the watch prints one document per line and ends well on a signal`() throws {
        try desk.run("merge", "notify", "topic", "--session", session)
        try squash()
        let answer = try desk.shell(
            """
            "$P" watch merges --json >out & pid=$!
            while ! [ -s out ]; do :; done
            kill -TERM $pid; wait $pid; echo "ended $?"; cat out
            """)
        #expect(answer.lines.first == "ended 0" && answer.lines.count == 2, "\(answer.text) \(answer.errors)")
        #expect(answer.lines.last?.contains("\"how\":\"squashed\"") == true)
    }
}
