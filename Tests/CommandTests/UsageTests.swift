import JSON
import Testing

struct UsageTests {
    @Test(arguments: [
        [], ["worktree"], ["nonsense"], ["status", "--nonsense"], ["register"], ["register", "--repo"],
        ["release", "--json"], ["release", "--pid", "1", "--session", "x"], ["events", "--limit", "0"],
        ["events", "--after", "minus"], ["migrate", "--version", "9.9.9"], ["completions", "tcsh"], ["install"],
        ["install", "--interactive", "--json"], ["install", "--gitignore"], ["status", "--watch"],
        ["trash", "empty", "--older-than=-1"], ["mcp"], ["status", "--watch", "--json"],
    ])
    func `a wrong command line ends with 64 and says so on standard error`(_ arguments: [String]) throws {
        let answer = try CommandFixture().run(arguments)
        #expect(answer.status == 64)
        if arguments.contains("--json") {
            let document = try answer.json()
            #expect(document["success"]?.bool == false)
            #expect(document["code"]?.string == "usage")
            #expect(document["hint"]?.string?.contains("--help") == true)
        } else {
            #expect(answer.text.isEmpty)
            #expect(answer.errors.contains("Usage:"))
        }
    }

    @Test func `JSON errors are one document with four keys`() throws {
        let fixture = try CommandFixture()
        for arguments in [
            ["rescue", "show", "nothing", "--json"], ["worktree", "keep", "nothing", "--json"],
            ["trash", "restore", "nothing", "--json"], ["config", "set", "no.such", "1", "--json"],
            ["config", "get", "no.such", "--json"], ["worktree", "restore", "nothing", "--json"],
            ["status", "--repo", "/nowhere", "--json"], ["config", "trust", "--json"],
        ] {
            let answer = try fixture.run(arguments)
            #expect(answer.status == 1, "\(arguments)")
            let document = try answer.json()
            #expect(document.keys == ["code", "error", "hint", "success"])
            #expect(answer.errors.isEmpty)
        }
    }

    @Test(arguments: ["", "0", "-1", "x", "2147483648", "99999999999999999999", "1.5", "１"])
    func `no process has such an id`(_ pid: String) throws {
        let fixture = try CommandFixture()
        let answer = try fixture.run("register", "--repo", fixture.repository, "--pid=\(pid)", "--json")
        #expect(answer.status == 1)
        #expect(try answer.json()["code"]?.string == "invalid-process")
        #expect(try answer.json()["error"]?.string?.contains("Invalid process ID") == true)
    }

    @Test func `an empty repository path is refused`() throws {
        let answer = try CommandFixture().run("register", "--repo", "", "--pid", "1", "--json")
        #expect(answer.status == 1)
        #expect(try answer.json()["error"]?.string?.contains("Invalid repository path") == true)
    }

    @Test func `an argument that is not UTF-8 is refused, since it would be another one`() throws {
        let fixture = try CommandFixture()
        let answer = try fixture.shell(#""$P" status --repo "$(printf '/a\377')" --json"#)
        #expect(answer.status == 64)
        #expect(try answer.json()["error"]?.string?.contains("is not UTF-8") == true)
        #expect(try fixture.shell(#""$P" status --repo "$(printf '/\303\274')" --json"#).status == 1)
    }

    @Test func `options after a double dash are no options`() throws {
        let answer = try CommandFixture().run("config", "set", "worktree.prefix", "--", "--json")
        #expect(answer.status == 0)
        #expect(answer.text.contains("worktree.prefix: --json"))
    }
}
