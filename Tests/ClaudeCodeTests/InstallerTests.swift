import Files
import Glibc
import HookCore
import JSON
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct InstallerTests {
    let scratch: TemporaryDirectory

    init() throws {
        scratch = TemporaryDirectory.oddlyNamed()
        try scratch.folder("home")
        try scratch.folder("repo")
    }

    private func context(
        shell: String = "/bin/bash", bin: String = "home/bin", claude: String? = nil, config: String? = nil
    ) -> InstallationContext {
        InstallationContext(
            home: scratch.appending("home"), claudeConfigDirectory: config, shell: shell,
            binDirectory: scratch.appending(bin),
            dataDirectory: scratch.appending("home/.parallel-cc"), mainCheckout: scratch.appending("repo"),
            claudeProgram: claude)
    }

    private var everything: InstallRequest {
        var request = InstallRequest()
        request.hooks = [.global, .local]
        request.nativeWorktrees = [.local]
        (request.gitignore, request.alias, request.mcp, request.statusLine) = (true, true, true, true)
        return request
    }

    private func apply(_ plan: InstallPlan) throws {
        try plan.apply { command in Issue.record("unexpected \(command)") }
    }

    /// What uninstalling does not take away: our data directory.
    private func tree() throws -> [String: [UInt8]?] {
        try scratch.tree().filter { !$0.key.hasSuffix("/.parallel-cc") }
    }

    @Test func `leaves nothing where nothing was`() throws {
        let before = try tree()
        let installer = Installer(context())
        let plan = try installer.planInstallation(of: everything)
        #expect(try scratch.tree() == before, "planning changes nothing")
        #expect(plan.files.first?.path.hasSuffix("installation.json") == true)
        #expect(plan.files.allSatisfy { $0.kind == .create })
        try apply(plan)
        #expect(try installer.planInstallation(of: everything).isEmpty)
        let removal = try installer.planRemoval(of: everything)
        #expect(removal.files.allSatisfy { $0.kind == .delete })
        try apply(removal)
        #expect(try tree() == before)
        #expect(try installer.planRemoval(of: everything).isEmpty)
    }

    @Test(arguments: JSONTexts.layouts)
    func `gives back every byte`(_ settings: String) throws {
        try scratch.folder("home/.claude")
        try scratch.folder("repo/.claude")
        try scratch.write(settings, to: "home/.claude/settings.json")
        try scratch.write(settings, to: "repo/.claude/settings.local.json")
        try scratch.write(settings, to: "home/.claude.json")
        try scratch.write("export A=1", to: "home/.bashrc")
        try scratch.write("", to: "repo/.gitignore")
        let before = try tree()
        let installer = Installer(context())
        try apply(try installer.planInstallation(of: everything))
        #expect(try installer.planInstallation(of: everything).isEmpty)
        let status = installer.status()
        #expect(status.globalHooks == .current)
        #expect(status.localHooks == .current)
        #expect(status.isAliasInstalled)
        #expect(status.isMCPInstalled)
        #expect(status.isStatusLineInstalled)
        try apply(try installer.planRemoval(of: everything))
        #expect(try tree() == before)
    }

    @Test func `takes parts out one by one`() throws {
        try scratch.folder("home/.claude")
        try scratch.write("{ }", to: "home/.claude/settings.json")
        let before = try tree()
        let installer = Installer(context())
        var (hooks, line) = (InstallRequest(), InstallRequest())
        hooks.hooks = [.global]
        line.statusLine = true
        for order in [[hooks, line], [line, hooks]] {
            for request in order { try apply(try installer.planInstallation(of: request)) }
            for request in order { try apply(try installer.planRemoval(of: request)) }
            #expect(try tree() == before)
        }
    }

    @Test func `moves local hooks of the old version`() throws {
        try scratch.folder("repo/.claude")
        let old = #"{"hooks":[1],"x":1}"#
        try scratch.write(old, to: "repo/.claude/settings.json")
        var request = InstallRequest()
        request.hooks = [.local]
        let installer = Installer(context())
        #expect(try installer.planInstallation(of: request).files.count == 2)
        let shared =
            #"{"x":1,"hooks":{"PostToolUse":[{"hooks":[{"command":"~/.local/bin/parallel-cc-heartbeat.sh"}]}]}}"#
        try scratch.write(shared, to: "repo/.claude/settings.json")
        #expect(installer.status().localHooks == .outdated)
        try apply(try installer.planInstallation(of: request))
        // Nobody knows whether there was an empty object before.
        #expect(try scratch.read("repo/.claude/settings.json") == #"{"x":1,"hooks":{}}"#)
        #expect(installer.status().localHooks == .current)
    }

    @Test func `is not stopped by a broken shared file`() throws {
        try scratch.folder("repo/.claude")
        try scratch.write("{ // no", to: "repo/.claude/settings.json")
        var request = InstallRequest()
        request.hooks = [.local]
        let plan = try Installer(context()).planInstallation(of: request)
        #expect(plan.notes.count == 1)
        try apply(plan)
        #expect(try scratch.read("repo/.claude/settings.json") == "{ // no")
    }

    @Test(arguments: ["{", "{ // comment\n}", #"{"hooks":[]}"#])
    func `refuses broken settings untouched`(_ text: String) throws {
        try scratch.folder("home/.claude")
        try scratch.write(text, to: "home/.claude/settings.json")
        try scratch.write(text, to: "home/.claude.json")
        let before = try tree()
        let installer = Installer(context())
        let error = #expect(throws: ParallelError.self) { try installer.planInstallation(of: everything) }
        #expect(error?.subject == scratch.appending("home/.claude/settings.json"))
        #expect(try tree() == before)
        #expect(installer.status().globalHooks == .absent, "status never fails")
    }

    @Test func `reports problems in status`() throws {
        try scratch.write("{,}", to: "home/.claude.json")
        let status = Installer(context()).status()
        #expect(status.problems.map(\.code) == [.invalidJSON])
        #expect(status.json["problems"]?.elements?.count == 1)
        #expect(
            status.json["mcp"] == ["installed": false, "settingsPath": .string(scratch.appending("home/.claude.json"))])
    }

    @Test func `has the keys of the status`() throws {
        let json = Installer(context(shell: "/usr/bin/tcsh")).status().json
        #expect(json["hooks"]?["globalInstalled"] == false)
        #expect(json["hooks"]?["localInstalled"] == false)
        #expect(json["hooks"]?["globalPath"] == .string(scratch.appending("home/.claude/settings.json")))
        #expect(json["hooks"]?["localPath"] == .string(scratch.appending("repo/.claude/settings.local.json")))
        #expect(json["alias"] == ["installed": false, "shell": nil, "profilePath": nil])
        #expect(json["statusline"]?["installed"] == false)
    }

    @Test func `follows linked dotfiles`() throws {
        try scratch.folder("dotfiles")
        try scratch.write("{}\n", to: "dotfiles/settings.json")
        try scratch.write("alias ll='ls -l'\n", to: "dotfiles/bashrc")
        try scratch.folder("home/.claude")
        try #require(symlink("../../dotfiles/settings.json", scratch.appending("home/.claude/settings.json")) == 0)
        try #require(symlink("../dotfiles/bashrc", scratch.appending("home/.bashrc")) == 0)
        let before = try tree()
        let installer = Installer(context())
        try apply(try installer.planInstallation(of: everything))
        #expect(try FileFacts(ofLinkAt: scratch.appending("home/.bashrc"))?.isSymbolicLink == true)
        #expect(try scratch.read("dotfiles/settings.json")?.contains("heartbeat") == true)
        try apply(try installer.planRemoval(of: everything))
        #expect(try tree() == before)
    }

    @Test func `stops when a file changes between plan and application`() throws {
        try scratch.folder("home/.claude")
        try scratch.write("{}", to: "home/.claude/settings.json")
        var request = InstallRequest()
        request.hooks = [.global]
        let installer = Installer(context())
        let plan = try installer.planInstallation(of: request)
        try scratch.write(#"{"model":"x"}"#, to: "home/.claude/settings.json")
        let error = #expect(throws: ParallelError.self) { try apply(plan) }
        #expect(error?.code == .fileChanged)
        try apply(try installer.planInstallation(of: request))
        try apply(try installer.planRemoval(of: request))
        #expect(try scratch.read("home/.claude/settings.json") == #"{"model":"x"}"#)
    }

    @Test func `does without a lost record`() throws {
        try scratch.folder("home/.claude")
        try scratch.write("{\n  \"model\": 1\n}\n", to: "home/.claude/settings.json")
        let before = try tree()
        var request = InstallRequest()
        request.hooks = [.global]
        let installer = Installer(context())
        try apply(try installer.planInstallation(of: request))
        try scratch.write("broken", to: "home/.parallel-cc/installation.json")
        try apply(try installer.planRemoval(of: request))
        #expect(try scratch.read("home/.claude/settings.json") == "{\n  \"model\": 1,\n  \"hooks\": {}\n}\n")
        #expect(try tree().count == before.count + 1)
    }

    /// Another data directory has the record, as with `PARALLEL_CC_DATA_DIR`.
    @Test func `leaves an empty object of the user without a record`() throws {
        try scratch.folder("home/.claude")
        let settings = #"{"permissions": {}, "hooks": {}, "statusLine": null}"#
        try scratch.write(settings, to: "home/.claude/settings.json")
        var request = InstallRequest()
        request.hooks = [.global]
        request.nativeWorktrees = [.global]
        let installer = Installer(context())
        try apply(try installer.planInstallation(of: request))
        unlink(scratch.appending("home/.parallel-cc/installation.json"))
        try apply(try installer.planRemoval(of: request))
        #expect(try scratch.read("home/.claude/settings.json") == settings)
    }

    @Test func `needs a repository for local hooks`() {
        let context = InstallationContext(
            home: "/nonexistent", claudeConfigDirectory: "", shell: nil, binDirectory: "/b",
            dataDirectory: "/nonexistent/d")
        #expect(context.claudeDirectory == "/nonexistent/.claude")
        var request = InstallRequest()
        request.hooks = [.local]
        let error = #expect(throws: ParallelError.self) { try Installer(context).planInstallation(of: request) }
        #expect(error?.code == .repositoryNeeded)
    }

    @Test func `shows what it would do`() throws {
        try scratch.write("a\nb\n", to: "repo/.gitignore")
        var request = InstallRequest()
        request.gitignore = true
        let plan = try Installer(context()).planInstallation(of: request)
        let change = try #require(plan.change(of: scratch.appending("repo/.gitignore")))
        #expect(change.kind == .modify)
        #expect(change.preview == ["+ # parallel-cc: local settings of Claude Code", "+ .claude/"])
    }

    @Test(arguments: [".claude\n", "x\n/.claude/  \n", ".claude/*"])
    func `takes other ignore lines for enough`(_ text: String) throws {
        try scratch.write(text, to: "repo/.gitignore")
        var request = InstallRequest()
        request.gitignore = true
        #expect(try Installer(context()).planInstallation(of: request).isEmpty)
        #expect(try Installer(context()).planRemoval(of: request).isEmpty)
    }
}
