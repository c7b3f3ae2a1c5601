import Testing

@testable import ClaudeCode

@Suite struct ClaudeVersionTests {
    @Test(arguments: [
        ("2.1.332 (Claude Code)\n", true), ("2.1.333 (Claude Code)", true), ("2.2.0 (Claude Code)", true),
        ("10.0.0 (Claude Code)", true), ("2.1.331 (Claude Code)", false), ("2.0.999 (Claude Code)", false),
        ("1.9.999 (Claude Code)", false),
    ])
    func `compares by number`(_ text: String, _ isEnough: Bool) throws {
        let version = try #require(ClaudeVersion(printed: text))
        #expect((version >= .withSkillCommands) == isEnough)
    }

    @Test(arguments: [
        "", "2.1.332", "v2.1.332 (Claude Code)", "2.1 (Claude Code)", "2.1.332.4 (Claude Code)", "2.1. (Claude Code)",
        "2.1.332-beta.1 (Claude Code)", "+2.1.332 (Claude Code)", "2.1.99999999999999999999 (Claude Code)",
        "2.1.332 (Claude Code) and more", "2.1.332 (another program)", "-1.1.332 (Claude Code)",
    ])
    func `does not guess`(_ text: String) {
        #expect(ClaudeVersion(printed: text) == nil)
    }
}
