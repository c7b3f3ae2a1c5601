import TestSupport
import Testing

/// Through the alias a person reaches every command of ours that Claude Code does not have.
struct WrapperVerbTests {
    /// Claude Code has these, too (claude --help, 2.1.327).
    private static let claudes: Set = ["doctor", "install", "mcp", "update"]

    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture(commit: false)
        try Files.writeProgram(fixture.git.directory.appending("tools/claude"), "#!/bin/sh\necho CLAUDE\n")
    }

    /// The commands that the help of some words lists.
    private func commands(_ words: String...) throws -> [String] {
        let lines = try fixture.run(words + ["--help"]).text.split(separator: "\n").drop {
            !$0.hasSuffix("SUBCOMMANDS:")
        }
        return lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 != "See" }
    }

    private func goesToClaude(_ words: String) throws -> Bool {
        try fixture.shell("'\(fixture.bin)/claude-parallel' \(words) </dev/null").text == "CLAUDE\n"
    }

    @Test func `every verb of ours that Claude Code does not have is ours`() throws {
        let verbs = try commands()
        #expect(verbs.count > 20)
        #expect(Self.claudes.isSubset(of: verbs))
        for verb in verbs {
            #expect(try goesToClaude("\(verb) --help") == Self.claudes.contains(verb), "\(verb)")
            if Self.claudes.contains(verb) { continue }
            for command in try commands(verb) {
                #expect(try !goesToClaude("\(verb) \(command) --help"), "\(verb) \(command)")
            }
        }
    }

    @Test(arguments: [
        "merge the branches please", "watch the logs", "status of the build", "'stash it'", "release it", "hook it up",
    ])
    func `a prompt that begins with one of these words is a prompt`(_ words: String) throws {
        #expect(try goesToClaude(words))
    }
}
