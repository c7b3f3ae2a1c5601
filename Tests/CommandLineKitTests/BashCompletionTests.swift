import CommandLineKit
import Glibc
import TestSupport
import Testing

@Suite struct BashCompletionTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = TemporaryDirectory()
        _ = try folder.write(CompletionShell.bash.script(root: Sample.self), to: "completion.bash")
        _ = try folder.write("", to: "my plan.md")
        _ = try folder.write("", to: "notes.txt")
        _ = try folder.write("", to: "program.swift")
        mkdir(folder.path + "/my folder", 0o700)
    }

    /// What bash proposes after these words, the last of which is being typed; one per line.
    private func proposals(_ words: [String]) throws -> [String] {
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let driver = try folder.write(
            """
            cd '\(folder.path)' || exit 1
            source ./completion.bash
            complete -p sample >/dev/null || exit 1
            COMP_WORDS=(sample \(quoted)) COMP_CWORD=\(words.count)
            _sample
            printf '%s\\n' "${COMPREPLY[@]}"

            """, to: "driver.bash")
        let output = try shellOutput("bash --norc '\(driver)' 2>&1")
        return output.split(separator: "\n").map(String.init).sorted()
    }

    @Test func `is valid bash`() throws {
        #expect(try shellOutput("bash -n '\(folder.path)/completion.bash' 2>&1 && echo fine") == "fine\n")
    }

    @Test(arguments: [
        ([""], ["exec", "help", "migrate", "sandbox", "status", "templates"]),
        (["s"], ["sandbox", "status"]),
        (["-"], ["--help", "--version", "-V", "-h"]),
        (["status", "--"], ["--help", "--json", "--limit", "--quiet", "--repo"]),
        // An alias and an old name are understood.
        (["st", "--l"], ["--limit"]),
        (["show-status", "--l"], ["--limit"]),
        (["status", "--repo", ""], ["my folder"]),
        (["status", "--limit", ""], []),
        (["sandbox", ""], ["help", "list", "run"]),
        (["sandbox", "run", "--backend", ""], ["bubblewrap", "docker"]),
        (["sandbox", "run", "--backend", "=", "b"], ["bubblewrap"]),
        (["sandbox", "run", "--backend", "="], ["bubblewrap", "docker"]),
        (["sandbox", "run", "--plan-file", ""], ["my folder", "my plan.md", "notes.txt"]),
        (["sandbox", "run", "--prompt", "run", "--b"], ["--backend", "--budget"]),
        (["sandbox", "list", "a"], ["alpha"]),
        (["sandbox", "list", "x", "y", "b"], ["beta"]),
        (["templates", "copy", ""], ["base", "node\\ js"]),
        (["templates", "copy", "base", "pro"], ["program.swift"]),
        (["templates", "copy", "--", "-"], []),
        (["help", "sand"], ["sandbox"]),
        (["help", "sandbox", ""], ["help", "list", "run"]),
        (["help", "sandbox", "-"], []),
        (["unknown", ""], []),
    ])
    func `proposes`(words: [String], expected: [String]) throws {
        #expect(try proposals(words) == expected)
    }

    @Test func `never runs what was typed`() throws {
        #expect(try proposals(["status", "$(touch pwned)", "`touch pwned`", "--"]).contains("--json"))
        #expect(access(folder.path + "/pwned", F_OK) != 0)
    }
}
