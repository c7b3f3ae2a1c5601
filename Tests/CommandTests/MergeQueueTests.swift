import JSON
import TestSupport
import Testing

struct MergeQueueTests {
    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
        try branch("topic", ["work": "x\n"])
    }

    private func branch(_ name: String, _ files: [String: String]) throws {
        try fixture.git.git(["switch", "--quiet", "-c", name, "main"])
        try fixture.git.commit(files, message: "work")
        try fixture.git.git(["switch", "--quiet", "main"])
    }

    private static let keys = [
        "branch", "changedAt", "files", "id", "message", "method", "position", "queuedAt", "repository", "result",
        "sessionId", "state", "target", "tip",
    ]

    @Test func `queued, listed, landed`() throws {
        let added = try fixture.run("merge", "queue", "add", "topic", "--json").json()
        #expect(added.keys == ["entry", "message", "success"])
        #expect(added["entry"]?.keys == Self.keys)
        let listed = try fixture.run("merge", "queue", "--json").json()
        #expect(listed.keys == ["pending", "queue", "total"])
        #expect(listed.at("queue", "0", "state")?.string == "queued")
        let landed = try fixture.run("merge", "queue", "run", "--once", "--json").json()
        #expect(landed.keys == ["conflicts", "errors", "failed", "landed", "landedPending", "notes", "pending"])
        #expect(landed.at("landed", "0", "branch")?.string == "topic")
        #expect(Files.read(fixture.repository + "/work") == "x\n")
        #expect(try fixture.run("merge", "queue").text.contains("landed"))
        #expect(try fixture.run("merge", "queue", "run").lines == ["Nothing was queued."])
        #expect(try fixture.run("merge", "status", "--json").json().at("branches", "0", "how")?.string == "ancestor")
    }

    @Test func `a conflict, a failing command: status 3, and what to do`() throws {
        try branch("other", ["work": "y\n"])
        try branch("bad", ["bad": "x\n"])
        try fixture.run("config", "set", "merge.verify", "test ! -f bad")
        for name in ["topic", "other", "bad"] { try fixture.run("merge", "queue", "add", name, "--method", "rebase") }
        let answer = try fixture.run("merge", "queue", "run")
        #expect(answer.status == 3)
        #expect(
            answer.lines == [
                answer.lines.first ?? "", "✗ other conflicts with main: work", "✗ bad did not land on main",
                "  verify failed with status 1: test ! -f bad",
            ])
        #expect(answer.lines.first?.hasPrefix("✓ topic has landed on main as ") == true)
        #expect(
            try fixture.run("merge", "queue", "remove", "bad", "--json").json().at("entry", "state")?.string
                == "removed")
    }

    @Test func `git does not know who commits: no branch is to blame`() throws {
        try branch("other", ["other": "y\n"])
        for name in ["topic", "other"] { try fixture.run("merge", "queue", "add", name) }
        let known = fixture.environment
        for key in known.keys where key.hasPrefix("GIT_AUTHOR_") || key.hasPrefix("GIT_COMMITTER_") {
            fixture.environment[key] = nil
        }
        try fixture.git.git(["config", "user.useConfigOnly", "true"])
        let answer = try fixture.run("merge", "queue", "run")
        #expect(answer.status == 1)
        #expect(answer.text.contains("git config --global user.name"))
        let listed = try fixture.run("merge", "queue", "--json").json()
        #expect(listed["queue"]?.elements?.compactMap { $0["state"]?.string } == ["queued", "queued"])
        fixture.environment = known
        #expect(try fixture.run("merge", "queue", "run").status == 0)
    }

    @Test func `a target that a session works on`() throws {
        let session = try fixture.session()
        let id = try #require(try session.answer.json()["sessionId"]?.string)
        try fixture.git.git(["branch", "second", "topic"])
        try fixture.run("merge", "queue", "add", "topic", "--session", id)
        let answer = try fixture.run("merge", "queue", "run", "--json")
        #expect(answer.status == 0)
        let command = try #require(try answer.json().at("pending", "0", "command")?.string)
        #expect(command.hasSuffix("merge --ff-only --no-overwrite-ignore refs/parallel-cc/landing/main"))
        #expect(try fixture.run("status").text.contains(command))
        #expect(try fixture.run("messages", "--json").json().at("messages", "0", "kind")?.string == "landing")
        #expect(try fixture.shell(command).status == 0)
        #expect(try fixture.run("merge", "queue", "--json").json()["pending"]?.elements?.isEmpty == true)
        #expect(Files.read(fixture.repository + "/work") == "x\n")
    }

    @Test func `what is not committed is said to stay`() throws {
        try fixture.git.git(["switch", "--quiet", "topic"])
        try Files.write(fixture.repository + "/new", "x\n")
        let answer = try fixture.run("merge", "queue", "add")
        #expect(answer.status == 0)
        #expect(answer.errors.contains("What is not committed in \(fixture.repository) will not land."))
    }

    @Test(arguments: [
        ["add", "topic", "--method", "squash"], ["run", "--once", "--watch"], ["run", "--interval", "0"], ["remove"],
    ])
    func `nonsense is refused with the usage status`(_ words: [String]) throws {
        #expect(try fixture.run(["merge", "queue"] + words).status == 64)
    }

    @Test func `errors`() throws {
        for (words, code) in [
            (["add", "missing"], "unknown-branch"), (["add", "main"], "unknown-branch"),
            (["add", "topic", "--target", "nowhere"], "unknown-target"), (["remove", "topic"], "unknown-landing"),
        ] {
            let answer = try fixture.run(["merge", "queue"] + words + ["--json"])
            #expect(answer.status == 1)
            #expect(try answer.json()["code"]?.string == code)
        }
        #expect(
            try fixture.run("merge", "queue", "run", "--json", at: fixture.home).json()["code"]?.string
                == "not-a-repository")
    }

    @Test func `the watch lands what is queued, and ends well on a signal`() throws {
        let answer = try fixture.shell(
            """
            "$P" merge queue run --watch --interval 1 --json >out 2>/dev/null & pid=$!
            "$P" merge queue add topic >/dev/null 2>&1
            while ! [ -s out ]; do :; done
            kill -TERM $pid; wait $pid; echo "ended $?"; cat out
            """)
        #expect(answer.lines.first == "ended 0", "\(answer.text) \(answer.errors)")
        #expect(answer.lines.count == 2, "\(answer.text) \(answer.errors)")
    }
}
