import HookCore
import JSON
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct MCPRegistrationTests {
    let scratch: TemporaryDirectory
    private var request = InstallRequest()

    init() throws {
        scratch = TemporaryDirectory.oddlyNamed()
        request.mcp = true
    }

    private func installer(claude: String? = nil, config: String? = nil) -> Installer {
        Installer(
            InstallationContext(
                home: scratch.path, claudeConfigDirectory: config, shell: nil, binDirectory: "/b",
                dataDirectory: scratch.appending("data"), claudeProgram: claude))
    }

    private func state(_ entry: String) throws {
        try scratch.write(#"{"mcpServers":{"other":{},"parallel-cc":"# + entry + "}}", to: ".claude.json")
    }

    @Test func `edits the state without claude`() throws {
        try installer().planInstallation(of: request).apply { _ in Issue.record("no command expected") }
        let entry: JSONValue = ["command": "/b/parallel-cc", "args": ["mcp", "serve"]]
        #expect(try JSONValue.parse(scratch.read(".claude.json") ?? "") == ["mcpServers": ["parallel-cc": entry]])
    }

    @Test func `follows the configuration folder`() throws {
        let plan = try installer(config: scratch.appending("cfg")).planInstallation(of: request)
        #expect(plan.change(of: scratch.appending("cfg/.claude.json"))?.kind == .create)
    }

    @Test func `asks claude`() throws {
        let plan = try installer(claude: "/usr/bin/claude", config: "/c f").planInstallation(of: request)
        #expect(plan.files.isEmpty)
        let command = try #require(plan.commands.first)
        let json = #"{"command":"/b/parallel-cc","args":["mcp","serve"]}"#
        #expect(command.arguments == ["mcp", "add-json", "-s", "user", "parallel-cc", json])
        #expect(command.environment == ["HOME": scratch.path, "CLAUDE_CONFIG_DIR": "/c f"])
        #expect(command.text.hasPrefix("CLAUDE_CONFIG_DIR='/c f' HOME='"))
        #expect(command.text.hasSuffix("/usr/bin/claude mcp add-json -s user parallel-cc '\(json)'"))
        #expect(try installer(claude: "/c").planRemoval(of: request).isEmpty)
    }

    @Test func `upgrades the old entry`() throws {
        try state(#"{"command":"parallel-cc","args":["mcp-serve"]}"#)
        let plan = try installer(claude: "/c").planInstallation(of: request)
        #expect(plan.commands.map { $0.arguments[1] } == ["remove", "add-json"])
        try installer().planInstallation(of: request).apply { _ in }
        #expect(try installer(claude: "/c").planInstallation(of: request).isEmpty)
        #expect(try installer(claude: "/c").planRemoval(of: request).commands.map { $0.arguments[1] } == ["remove"])
        try installer().planRemoval(of: request).apply { _ in }
        #expect(try scratch.read(".claude.json") == #"{"mcpServers":{"other":{}}}"#)
    }

    @Test func `accepts keys that claude adds`() throws {
        try state(#"{"type":"stdio","command":"/b/parallel-cc","args":["mcp","serve"],"env":{}}"#)
        #expect(try installer().planInstallation(of: request).isEmpty)
    }

    @Test func `refuses foreign servers of our name`() throws {
        try state(#"{"type":"http","url":"https://example.org"}"#)
        let error = #expect(throws: ParallelError.self) { try installer().planInstallation(of: request) }
        #expect(error?.code == .foreignSetting)
        #expect(try installer().planRemoval(of: request).isEmpty)
        #expect(!installer().status().isMCPInstalled)
    }

    @Test func `shows only the piece of a long line`() throws {
        let secret = String(repeating: "s3cret", count: 200)
        try scratch.write(#"{"token":"\#(secret)"}"#, to: ".claude.json")
        let change = try #require(try installer().planInstallation(of: request).files.last)
        #expect(change.preview.joined().contains("mcpServers"))
        #expect(!change.preview.joined().contains("s3cret"))
    }

    @Test(arguments: [nil, "/usr/bin/claude"])
    func `an update keeps what somebody has added`(_ claude: String?) throws {
        let entry = #"{"type":"stdio","command":"/old/parallel-cc","args":["mcp","serve"],"env":{"KEY":"s3cret"}}"#
        try state(entry)
        let plan = try installer(claude: claude).planInstallation(of: request)
        #expect(plan.commands.isEmpty)
        try plan.apply { _ in }
        let renewed = entry.replacing("/old", with: "/b")
        #expect(try scratch.read(".claude.json") == #"{"mcpServers":{"other":{},"parallel-cc":"# + renewed + "}}")
        #expect(try installer(claude: claude).planInstallation(of: request).isEmpty)
    }

    @Test(arguments: [nil, "/usr/bin/claude"])
    func `a removal leaves a copy of what somebody has added`(_ claude: String?) throws {
        let entry = #"{"command":"/b/parallel-cc","args":["mcp","serve"],"env":{"KEY":"s3cret"}}"#
        let copy = scratch.appending(".claude.json.parallel-cc-removed")
        try scratch.write("something else", to: ".claude.json.parallel-cc-removed")
        for _ in 0..<2 {
            try state(entry)
            let plan = try installer(claude: claude).planRemoval(of: request)
            #expect(plan.notes.first?.hasSuffix(copy + ".2") == true)
            try plan.apply { _ in }
            #expect(try scratch.read(".claude.json")?.contains("s3cret") == (claude != nil))
        }
        let kept = try scratch.read(".claude.json.parallel-cc-removed.2")
        #expect(kept == #"{"mcpServers":{"parallel-cc":"# + entry + "}}\n")
        #expect(try scratch.read(".claude.json.parallel-cc-removed") == "something else")
    }

    @Test func `a call that somebody has wrapped is renewed, and a copy of it stays`() throws {
        try state(#"{"command":"direnv","args":["exec",".","/old/parallel-cc","mcp","serve"]}"#)
        let plan = try installer(claude: "/c").planInstallation(of: request)
        try plan.apply { _ in }
        let wanted = #""command":"/b/parallel-cc","args":["mcp","serve"]"#
        #expect(try scratch.read(".claude.json")?.contains(wanted) == true)
        #expect(try scratch.read(".claude.json.parallel-cc-removed")?.contains("direnv") == true)
    }
}
