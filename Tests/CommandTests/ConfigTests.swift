import JSON
import TestSupport
import Testing

struct ConfigTests {
    @Test func `a value is set, shown with its source, and taken back`() throws {
        let fixture = try CommandFixture()
        let set = try fixture.run("config", "set", "worktree.trashDays", "30", "--json").json()
        #expect(set.keys == ["key", "success", "value"])
        #expect(set["value"]?.integer(Int.self) == 30)
        let get = try fixture.run("config", "get", "worktree.trashDays", "--json").json()
        #expect(get["value"]?.integer(Int.self) == 30)
        #expect(get["source"]?.string == fixture.data + "/config.json")
        #expect(try fixture.run("config", "get", "worktree.trashDays").text == "worktree.trashDays: 30\n")
        #expect(
            try fixture.run("config", "unset", "worktree.trashDays", "--json").json()["value"]?.integer(Int.self) == 7)
        #expect(try fixture.run("config", "get", "worktree.root").text == "worktree.root: (not set)\n")
        #expect(try fixture.run("config", "get", "worktree.root", "--json").json()["value"] == .null)
    }

    @Test func `an unknown name is an error that knows the nearest`() throws {
        let answer = try CommandFixture().run("config", "set", "worktree.bsae", "x", "--json")
        #expect(answer.status == 1)
        #expect(try answer.json()["hint"]?.string == "did you mean worktree.base?")
    }

    @Test(arguments: [
        ["worktree.trashDays", "many"], ["worktree.trashDays", "-1"], ["worktree.trashDays", "1", "2"],
        ["worktree.autoCleanup", "perhaps"], ["session.withoutWorktree", "cry"], ["budget.warningThresholds", "0.5,2"],
        ["budget.monthlyLimit", "1e400"], ["worktree.base", ""], ["worktree.base"],
    ])
    func `a value that does not fit changes nothing`(_ words: [String]) throws {
        let fixture = try CommandFixture()
        let answer = try fixture.run(["config", "set", "--json", "--"] + words)
        #expect(answer.status == 1)
        #expect(!Files.exists(fixture.data + "/config.json"))
    }

    @Test func `lists, old names and what we do not know`() throws {
        let fixture = try CommandFixture()
        try Files.write(
            fixture.data + "/config.json",
            #"{"staleThresholdMinutes": 99, "future": {"a": [1, null, "x"], "b": 1.5}, "worktree": {"new": true}}"#)
        #expect(try fixture.run("config", "set", "worktree.postCreate", "npm ci", "make").status == 0)
        #expect(try fixture.run("config", "set", "budget.warning-thresholds", "0.25,0.75").status == 0)
        #expect(try fixture.run("config", "set", "session.staleMinutes", "5").status == 0)
        let text = try #require(Files.read(fixture.data + "/config.json"))
        let file = try #require(try JSONDocument(Array(text.utf8), name: "config").value())
        #expect(file.at("worktree", "postCreate")?.elements == ["npm ci", "make"])
        #expect(file.at("budget", "warningThresholds")?.elements == [.number("0.25"), .number("0.75")])
        #expect(file["staleThresholdMinutes"] == nil)
        #expect(file.at("future", "a")?.elements == [1, nil, "x"])
        #expect(file.at("worktree", "new")?.bool == true)
        let list = try fixture.run("config", "list", "--json").json()
        #expect(list.at("session", "staleMinutes")?.integer(Int.self) == 5)
        #expect(list["warnings"]?.elements?.isEmpty == false)
    }

    @Test func `the price of an E2B hour is accepted, and said to be without effect`() throws {
        let answer = try CommandFixture().run("config", "set", "budget.e2bHourlyRate", "0.2")
        #expect(answer.status == 0)
        #expect(answer.errors == "budget.e2bHourlyRate has no effect: there is no E2B any more")
    }

    @Test func `a broken file is not overwritten`() throws {
        let fixture = try CommandFixture()
        try Files.write(fixture.data + "/config.json", "{ broken")
        let answer = try fixture.run("config", "set", "worktree.base", "head", "--json")
        #expect(answer.status == 1)
        #expect(Files.read(fixture.data + "/config.json") == "{ broken")
        #expect(try fixture.run("config", "list").errors.contains("not valid JSON"))
        #expect(try fixture.run("status").status == 0)
    }

    @Test func `the environment wins, a repository's risky settings need trust`() throws {
        let fixture = try CommandFixture()
        fixture.environment["PARALLEL_CC_WORKTREE_BASE"] = "default"
        try Files.write(
            fixture.repository + "/.parallel-cc.json",
            #"{"worktree": {"postCreate": ["make"], "prefix": "p-", "base": "x"}}"#)
        let before = try fixture.run("config", "list", "--json").json()
        #expect(before.at("worktree", "base")?.string == "default")
        #expect(before["sources"]?["worktree.base"]?.string == "environment")
        #expect(before["sources"]?["worktree.prefix"]?.string == fixture.repository + "/.parallel-cc.json")
        #expect(before["sources"]?["worktree.postCreate"]?.string == "default")
        #expect(before["warnings"]?.elements?.first?.string?.contains("config trust") == true)
        let trusted = try fixture.run("config", "trust", "--json").json()
        #expect(trusted.at("trusted")?["worktree.postCreate"]?.string == "make")
        let after = try fixture.run("config", "list", "--json").json()
        #expect(after["sources"]?["worktree.postCreate"]?.string == fixture.repository + "/.parallel-cc.json")
        try Files.write(fixture.repository + "/.parallel-cc.json", #"{"worktree": {"postCreate": ["rm -rf ."]}}"#)
        #expect(
            try fixture.run("config", "get", "worktree.postCreate", "--json").json()["value"]?.elements?.isEmpty == true
        )
    }
}
