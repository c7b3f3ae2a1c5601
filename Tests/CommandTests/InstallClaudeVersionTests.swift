import JSON
import TestSupport
import Testing

/// `install --hooks` asks claude for its version, since not every version knows every event.
struct InstallClaudeVersionTests {
    private let fixture: CommandFixture
    private let log: String

    init() throws {
        fixture = try CommandFixture()
        log = fixture.git.directory.appending("calls")
    }

    private func claude(_ script: String) throws {
        let head = "#!/bin/sh\nprintf '%s|%s|%s\\n' \"$*\" \"$HOME\" \"$PARALLEL_CC_DISABLE\" >>'\(log)'\n"
        try Files.writeProgram(fixture.git.directory.appending("tools") + "/claude", head + script + "\n")
    }

    private func hasEvent() throws -> Bool {
        let status = try fixture.run("install", "--status", "--json").json()
        #expect(status.at("hooks", "globalInstalled")?.bool == true)
        #expect(status.at("hooks", "outdated")?.bool == false)
        let has = Files.read(fixture.home + "/.claude/settings.json")?.contains("PreSkillShellCommand") == true
        #expect(status.at("hooks", "skillCommands")?.bool == has)
        return has
    }

    @Test func `the guard on skills comes and goes with the version`() throws {
        try claude("echo '2.1.332 (Claude Code)'")
        #expect(try fixture.run("install", "--all", "--json").json().at("hooks", "success")?.bool == true)
        #expect(try hasEvent())
        #expect(Files.read(log)?.hasPrefix("--version|\(fixture.home)|1\n") == true)
        try claude("echo '2.1.327 (Claude Code)'; exit 3")
        #expect(try fixture.run("install", "--hooks").status == 0)
        #expect(try hasEvent(), "an answer of a claude that failed is none")
        try claude("echo '2.1.327 (Claude Code)'")
        let shown = try fixture.run("install", "--hooks", "--dry-run")
        #expect(shown.text.contains("claude is too old"))
        #expect(shown.text.contains("- "))
        #expect(try hasEvent(), "a dry run changes nothing")
        #expect(try fixture.run("install", "--hooks").status == 0)
        #expect(try !hasEvent())
    }

    @Test(arguments: ["echo no", "exec sleep 600", "yes", "kill -9 $$"])
    func `a claude that says nothing of use delays nothing for long`(_ script: String) throws {
        try claude(script)
        #expect(try fixture.run("install", "--hooks").status == 0)
        #expect(try !hasEvent())
    }

    @Test func `claude is asked only where hooks are put in`() throws {
        try claude("echo '2.1.332 (Claude Code)'")
        for words in [
            ["install", "--status"], ["install", "--statusline"], ["install", "--native-worktrees"], ["doctor"],
            ["install", "--uninstall", "--hooks"],
        ] {
            _ = try fixture.run(words)
        }
        #expect(Files.read(log)?.contains("--version") != true)
    }

    @Test func `doctor asks, too, when it puts hooks right`() throws {
        try claude("echo '2.1.332 (Claude Code)'")
        try Files.write(
            fixture.home + "/.claude/settings.json",
            #"{"hooks":{"PostToolUse":[{"hooks":[{"command":"~/.local/bin/parallel-cc-heartbeat.sh"}]}]}}"#)
        _ = try fixture.run("doctor", "--fix")
        #expect(try hasEvent())
    }
}
