import TestSupport
import Testing

/// Through the alias a person reaches every command of ours that Claude Code does not have.
struct WrapperVerbTests {
    /// Claude Code has these, too (claude --help, 2.1.327).
    private static let claudes: Set = ["doctor", "install", "mcp", "update"]

    @Test func `every verb of ours that Claude Code does not have is ours`() throws {
        let desk = try Desk(commit: false)
        let claude = desk.git.directory.appending("tools/claude")
        try Files.writeProgram(claude, "#!/bin/sh\necho CLAUDE\n")
        let lines = try desk.run("--help").text.split(separator: "\n")
        let verbs = lines.drop { !$0.hasSuffix("SUBCOMMANDS:") }.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 != "See" }
        #expect(verbs.count > 20 && Self.claudes.isSubset(of: verbs))
        for verb in verbs {
            let answer = try desk.shell("'\(desk.bin)/claude-parallel' \(verb) --help </dev/null")
            #expect((answer.text == "CLAUDE\n") == Self.claudes.contains(verb), "\(verb): \(answer.text.prefix(60))")
        }
    }
}
