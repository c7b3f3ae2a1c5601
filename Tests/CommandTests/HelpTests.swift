import Exec
import TestSupport
import Testing

struct HelpTests {
    @Test func `help lists all groups of commands`() throws {
        let answer = try CommandFixture().run("--help")
        #expect(answer.status == 0)
        for word in [
            "SESSIONS", "status", "events", "register", "heartbeat", "release", "cleanup", "worktree", "rescue",
            "trash",
            "install", "config", "doctor", "update", "migrate", "demo", "completions", "mcp", "hook", "statusline",
            "sandbox", "[DEPRECATED]", "mcp-serve", "sandbox-run", "sandbox-status",
        ] {
            #expect(answer.text.contains(word), "\(word)")
        }
        #expect(!answer.text.contains("generate-docs"))
    }

    @Test(arguments: [
        ("mcp", ["serve"]), ("worktree", ["list", "path", "keep", "remove", "restore"]),
        ("trash", ["list", "restore", "empty"]), ("rescue", ["list", "show", "diff", "restore", "drop"]),
        ("config", ["set", "unset", "get", "list", "trust"]),
        ("hook", ["session-start", "session-end", "worktree-create", "worktree-remove"]),
        ("sandbox", ["run", "list", "status", "logs", "download", "kill", "pause", "resume", "image"]),
        ("batch", ["list", "status", "resume", "cancel"]), ("budget", ["status"]),
    ])
    func `groups list their commands`(_ group: String, _ commands: [String]) throws {
        let answer = try CommandFixture().run(group, "--help")
        #expect(answer.status == 0)
        for command in commands { #expect(answer.text.contains(command)) }
    }

    @Test func `help of one command is complete`() throws {
        let answer = try CommandFixture().run("rescue", "restore", "--help")
        #expect(
            answer.text == """
                OVERVIEW: Bring saved work back as a worktree.

                Files, index, an operation in progress and commits are as they were. The rescue
                stays.

                USAGE: parallel-cc rescue restore [--repo <path>] [--to <path>] [--json] <id>

                ARGUMENTS:
                  <id>                    Id of the rescue.

                OPTIONS:
                  --repo <path>           Only the repository of this directory; default: all
                                          that are known.
                  --to <path>             Where; its former place when not given.
                  --json                  Answer with one JSON document.
                  -h, --help              Show help information.

                """)
    }

    @Test func `the version names the program's`() throws {
        let answer = try CommandFixture().run("--version")
        #expect(answer.status == 0)
        #expect(answer.text.hasPrefix("2.2.0"))
        #expect(answer.lines.count == 1)
    }

    @Test func `the reference is that of the program`() throws {
        let answer = try CommandFixture().run("generate-docs")
        #expect(
            answer.text == Files.read(Programs.package + "/docs/CLI.md"), "run: parallel-cc generate-docs > docs/CLI.md"
        )
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completions know the commands`(_ shell: String) throws {
        let answer = try CommandFixture().run("completions", shell)
        #expect(answer.status == 0)
        for word in ["rescue", "sandbox-only", "worktree.base"] { #expect(answer.text.contains(word)) }
    }

    @Test func `the two spellings of the budget's status answer alike, without a warning`() throws {
        let fixture = try CommandFixture()
        for words in [["budget-status"], ["budget", "status"]] {
            let answer = try fixture.run(words + ["--period", "weekly"])
            #expect(answer.status == 0)
            #expect(answer.text.hasPrefix("weekly budget, from "))
            #expect(answer.errors == "")
        }
    }

    @Test func `an old name works and warns in three lines`() throws {
        let answer = try CommandFixture().run("mcp-serve")
        #expect(answer.status == 0)
        #expect(answer.errors.split(separator: "\n").count == 3)
        for word in ["deprecated", "mcp serve", "v3.0.0"] { #expect(answer.errors.contains(word)) }
        let help = try CommandFixture().run("mcp-serve", "--help")
        #expect(help.status == 0)
        #expect(help.errors.isEmpty)
    }
}
