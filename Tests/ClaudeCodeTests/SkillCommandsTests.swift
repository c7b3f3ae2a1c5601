import HookCore
import JSON
import TestSupport
import Testing

@testable import ClaudeCode

/// The guard on shell commands of skills is installed where claude knows its event, and only there.
@Suite struct SkillCommandsTests {
    private static let old = ClaudeVersion(major: 2, minor: 1, patch: 331)
    private static let event = #""PreSkillShellCommand""#

    let scratch: TemporaryDirectory
    let request: InstallRequest

    init() throws {
        scratch = TemporaryDirectory.oddlyNamed()
        try scratch.folder("home")
        try scratch.folder("home/.claude")
        try scratch.folder("repo")
        var request = InstallRequest()
        request.hooks = [.global, .local]
        self.request = request
    }

    private func installer(_ version: ClaudeVersion?) -> Installer {
        var context = InstallationContext(
            home: scratch.appending("home"), claudeConfigDirectory: nil, shell: "/bin/bash",
            binDirectory: scratch.appending("bin"), dataDirectory: scratch.appending("home/.parallel-cc"),
            mainCheckout: scratch.appending("repo"))
        context.claudeVersion = version
        return Installer(context)
    }

    private func install(_ version: ClaudeVersion?) throws -> InstallPlan {
        let plan = try installer(version).planInstallation(of: request)
        try plan.apply { command in Issue.record("unexpected \(command)") }
        return plan
    }

    /// Whether both settings files have the event, or neither.
    private func isInstalled() throws -> Bool {
        let found = try ["home/.claude/settings.json", "repo/.claude/settings.local.json"].map {
            try scratch.read($0)?.contains(Self.event) == true
        }
        #expect(found[0] == found[1])
        let status = installer(nil).status()
        #expect(status.globalHooks == .current)
        #expect(status.localHooks == .current)
        #expect(status.skillCommands == (found[0] ? .current : .absent))
        #expect(status.json["hooks"]?["skillCommands"]?.bool == found[0])
        return found[0]
    }

    @Test(arguments: [(nil, false), (old, false), (.withSkillCommands, true)] as [(ClaudeVersion?, Bool)])
    func `comes with the version`(_ version: ClaudeVersion?, _ isWanted: Bool) throws {
        try scratch.write("{ }", to: "home/.claude/settings.json")
        _ = try install(version)
        #expect(try isInstalled() == isWanted)
        #expect(try installer(version).planInstallation(of: request).isEmpty)
        try installer(nil).planRemoval(of: request).apply { _ in }
        #expect(try scratch.read("home/.claude/settings.json") == "{ }")
        #expect(try scratch.read("repo/.claude/settings.local.json") == nil)
    }

    @Test func `follows the version up and down`() throws {
        _ = try install(Self.old)
        let before = try scratch.read("home/.claude/settings.json")
        _ = try install(.withSkillCommands)
        #expect(try isInstalled())
        _ = try install(nil)
        #expect(try isInstalled(), "what is there stays where the version is not known")
        let plan = try install(Self.old)
        #expect(plan.files.filter { $0.path.hasSuffix(".json") }.allSatisfy { !$0.reasons.contains("add hooks") })
        #expect(try !isInstalled())
        #expect(try scratch.read("home/.claude/settings.json") == before)
    }

    @Test func `takes over what was written by hand`() throws {
        let byHand =
            #"{"hooks":{"PreSkillShellCommand":[{"hooks":[{"type":"command","command":"parallel-cc-heartbeat"}]},"#
            + #"{"hooks":[{"type":"command","command":"theirs"}]}]}}"#
        try scratch.write(byHand, to: "home/.claude/settings.json")
        #expect(installer(nil).status().skillCommands == .outdated)
        _ = try install(.withSkillCommands)
        #expect(try isInstalled())
        _ = try install(Self.old)
        let left = try #require(try scratch.read("home/.claude/settings.json"))
        #expect(left.contains("theirs"))
        #expect(installer(nil).status().skillCommands == .absent)
    }

    @Test func `is no part of native worktrees`() throws {
        var worktrees = InstallRequest()
        worktrees.nativeWorktrees = [.global]
        try installer(.withSkillCommands).planInstallation(of: worktrees).apply { _ in }
        #expect(try scratch.read("home/.claude/settings.json")?.contains(Self.event) == false)
    }
}
