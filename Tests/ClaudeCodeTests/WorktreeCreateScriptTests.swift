import Exec
import Glibc
import TestSupport
import Testing

@testable import ClaudeCode

/// Runs the script with `/bin/sh`, as Claude Code does, against stand-ins for `git` and `parallel-cc`.
@Suite struct WorktreeCreateScriptTests {
    let scratch: TemporaryDirectory

    init() throws {
        scratch = TemporaryDirectory.oddlyNamed()
        try program("git", "case $1 in rev-parse) echo /top level;; *) echo noise; echo \"$@\" >>\"$0.log\";; esac")
    }

    private func program(_ name: String, _ body: String) throws {
        try Files.writeProgram(scratch.appending(name), "#!/bin/sh\n\(body)\n")
    }

    /// The last line of stdout, and the exit status.
    private func run(_ input: String) throws -> (path: String, status: Int32) {
        try scratch.write(input, to: "input")
        try scratch.write(WorktreeCreateScript(program: scratch.appending("parallel-cc")).text, to: "script")
        let folder = ShellWord.script(scratch.path)
        let status = system("cd \(folder) && PATH=\(folder):$PATH /bin/sh -c \"$(cat script)\" <input >output 2>errors")
        let lines = try #require(try scratch.read("output")).split(separator: "\n")
        return (lines.last.map(String.init) ?? "", status >> 8)
    }

    @Test func `uses our program`() throws {
        try program("parallel-cc", "[ \"$1 $2\" = 'hook worktree-create' ] && cat >\"$0.input\" && echo /made")
        let result = try run(#"{"name":"a"}"#)
        #expect(result == ("/made", 0))
        #expect(try scratch.read("parallel-cc.input") == "{\"name\":\"a\"}\n")
        #expect(try scratch.read("git.log") == nil)
    }

    @Test func `falls back to git`() throws {
        let result = try run(#"{"session_id":"s","cwd":"/x","hook_event_name":"WorktreeCreate","name":"feat/x-1"}"#)
        #expect(result == ("/top level/.claude/worktrees/feat/x-1", 0))
        #expect(
            try scratch.read("git.log")
                == "worktree add --no-track -b worktree-feat/x-1 /top level/.claude/worktrees/feat/x-1\n")
    }

    @Test func `falls back when ours fails`() throws {
        try program("parallel-cc", "echo /half; exit 3")
        #expect(try run(#"{"name": "a"}"#) == ("/top level/.claude/worktrees/a", 0))
    }

    @Test(arguments: ["", "{}", #"{"name":"../x"}"#, #"{"name":"/x"}"#, #"{"name":"-f"}"#, #"{"name":"a b"}"#])
    func `refuses other names`(_ input: String) throws {
        #expect(try run(input).status == 1)
        #expect(try scratch.read("git.log") == nil)
    }
}
