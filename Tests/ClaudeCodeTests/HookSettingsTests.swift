import HookCore
import JSON
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct HookSettingsTests {
    let settings = HookSettings(binDirectory: "/home/u/.local/bin")

    private func installed(
        _ text: String, _ parts: Set<HookEntry.Part> = [.sessions]
    ) throws -> (JSONDocument, ContainerLayouts) {
        var document = try JSONDocument(text: text)
        var layouts = ContainerLayouts()
        try settings.install(parts, into: &document, layouts: &layouts)
        return (document, layouts)
    }

    @Test func `writes the table`() throws {
        let (document, _) = try installed("{}")
        let beat: JSONValue = [
            "type": "command", "command": "/home/u/.local/bin/parallel-cc-heartbeat", "args": [], "timeout": 5,
        ]
        let beating = [
            "PostToolUse", "PostToolUseFailure", "PostToolBatch", "UserPromptSubmit", "Stop", "SubagentStop",
            "Notification",
        ]
        for event in beating {
            #expect(document.value(at: ["hooks", .key(event)]) == [["hooks": [beat]]], "\(event)")
        }
        let guarded: JSONValue = [["matcher": "Write|Edit|NotebookEdit|Bash|EnterWorktree", "hooks": [beat]]]
        #expect(document.value(at: ["hooks", "PreToolUse"]) == guarded)
        let start = try #require(document.value(at: ["hooks", "SessionStart", 0, "hooks", 0]))
        #expect(start["command"] == "/home/u/.local/bin/parallel-cc")
        #expect(start["args"] == ["hook", "session-start"])
        #expect(document.value(at: ["hooks", "SessionEnd", 0, "hooks", 0, "args"]) == ["hook", "session-end"])
        #expect(document.value(at: ["hooks"])?.members?.count == 10)
        #expect(settings.state(of: .sessions, in: document) == .current)
        #expect(settings.state(of: .nativeWorktrees, in: document) == .absent)
    }

    @Test func `adds native worktrees only when asked`() throws {
        var (document, layouts) = try installed("{}", [.sessions, .nativeWorktrees])
        #expect(settings.state(of: .nativeWorktrees, in: document) == .current)
        #expect(document.value(at: ["hooks", "WorktreeRemove", 0, "hooks", 0, "args"]) == ["hook", "worktree-remove"])
        try settings.uninstall([.nativeWorktrees], from: &document, layouts: layouts)
        #expect(settings.state(of: .nativeWorktrees, in: document) == .absent)
        #expect(settings.state(of: .sessions, in: document) == .current)
        try settings.uninstall([.sessions], from: &document, layouts: layouts)
        #expect(document.text == "{}")
    }

    @Test(arguments: JSONTexts.layouts)
    func `round trips every layout`(_ text: String) throws {
        for parts: Set<HookEntry.Part> in [[.sessions], [.sessions, .nativeWorktrees], [.nativeWorktrees]] {
            var (document, layouts) = try installed(text, parts)
            let once = document.bytes
            for part in parts { #expect(settings.state(of: part, in: document) == .current) }
            try settings.install(parts, into: &document, layouts: &layouts)
            #expect(document.bytes == once, "a second installation changes nothing")
            try settings.uninstall(Set(HookEntry.Part.allCases), from: &document, layouts: layouts)
            #expect(document.bytes == Array(text.utf8))
        }
    }

    @Test func `upgrades the type script hook`() throws {
        let old = """
            {
              "hooks": {
                "PostToolUse": [
                  {
                    "matcher": "*",
                    "hooks": [
                      {
                        "type": "command",
                        "command": "~/.local/bin/parallel-cc-heartbeat.sh"
                      }
                    ]
                  }
                ]
              },
              "model": "opus"
            }

            """
        #expect(settings.state(of: .sessions, in: try JSONDocument(text: old)) == .outdated)
        var (document, layouts) = try installed(old)
        #expect(settings.state(of: .sessions, in: document) == .current)
        #expect(!document.text.contains("heartbeat.sh"))
        try settings.uninstall([.sessions], from: &document, layouts: layouts)
        // Nobody knows whether there was an empty object before.
        #expect(document.text == "{\n  \"hooks\": {},\n  \"model\": \"opus\"\n}\n")
    }

    @Test func `upgrades another folder`() throws {
        var (document, layouts) = try installed("{}")
        let moved = HookSettings(binDirectory: "/opt/with space/bin")
        #expect(moved.state(of: .sessions, in: document) == .outdated)
        try moved.install([.sessions], into: &document, layouts: &layouts)
        #expect(moved.state(of: .sessions, in: document) == .current)
        #expect(!document.text.contains("/home/u/"))
        try moved.uninstall([.sessions], from: &document, layouts: layouts)
        #expect(document.text == "{}")
    }

    @Test func `keeps keys that somebody has added to a hook of ours`() throws {
        var (document, layouts) = try installed("{}")
        try document.set("mine", at: ["hooks", "Stop", .index(0), "hooks", .index(0), "statusMessage"])
        #expect(settings.state(of: .sessions, in: document) == .current)
        let moved = HookSettings(binDirectory: "/opt")
        try moved.install([.sessions], into: &document, layouts: &layouts)
        #expect(moved.state(of: .sessions, in: document) == .current)
        let hook = document.value(at: ["hooks", "Stop", .index(0), "hooks", .index(0)])
        #expect(hook?["statusMessage"] == "mine" && hook?["command"] == "/opt/parallel-cc-heartbeat")
        let added = try #require(moved.withAdditions([.sessions], in: document)?["hooks"])
        #expect(added.members?.map(\.key) == ["Stop"])
    }

    @Test func `keeps foreign hooks in one group`() throws {
        let shared = """
            {"hooks":{"PostToolUse":[{"matcher":"*","hooks":[\
            {"type":"command","command":"before"},\
            {"type":"command","command":"~/.local/bin/parallel-cc-heartbeat.sh"},\
            {"type":"command","command":"after parallel-cc-heartbeat.sh"}]}]}}
            """
        var document = try JSONDocument(text: shared)
        try settings.uninstall([.sessions], from: &document, layouts: ContainerLayouts())
        #expect(
            document.text
                == #"{"hooks":{"PostToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"before"},"#
                + #"{"type":"command","command":"after parallel-cc-heartbeat.sh"}]}]}}"#)
    }

    @Test func `keeps what others added later`() throws {
        var (document, layouts) = try installed("{ }")
        try document.append(["type": "command", "command": "theirs"], toArrayAt: ["hooks", "Stop", 0, "hooks"])
        try document.append(["hooks": []], toArrayAt: ["hooks", "SessionStart"])
        try document.set("opus", at: ["model"])
        #expect(settings.state(of: .sessions, in: document) == .current)
        try settings.uninstall([.sessions], from: &document, layouts: layouts)
        #expect(
            document.value()
                == [
                    "hooks": [
                        "Stop": [["hooks": [["type": "command", "command": "theirs"]]]],
                        "SessionStart": [["hooks": []]],
                    ], "model": "opus",
                ])
    }

    @Test(arguments: [
        (#"{"command":"/x/parallel-cc-heartbeat","args":[]}"#, true),
        (#"{"command":"/x/parallel-cc","args":["hook","session-start"]}"#, true),
        (#"{"command":"/x/parallel-cc","args":["status"]}"#, false),
        (#"{"command":"'/x y/parallel-cc' hook session-end"}"#, true),
        (#"{"command":"\"$HOME/.local/bin/parallel-cc-heartbeat.sh\""}"#, true),
        (#"{"command":"parallel-cc-heartbeat.sh; echo"}"#, false),
        (#"{"command":"/x/parallel-cc hook session-start; ~/bin/mine --log"}"#, false),
        (#"{"command":"/x/parallel-cc hook session-start > /tmp/mine"}"#, false),
        (#"{"command":"notify parallel-cc-heartbeat"}"#, false),
        (#"{"command":"/x/my-parallel-cc-heartbeat"}"#, false),
        (#"{"command":7}"#, false), (#"{"type":"http","url":"http://parallel-cc hook "}"#, false), ("[]", false),
    ])
    func `knows its own`(_ text: String, _ isOurs: Bool) throws {
        #expect(HookOwnership.isOurs(try .parse(text)) == isOurs)
    }

    @Test(arguments: [#"{"hooks":[]}"#, #"{"hooks":{"Stop":{}}}"#, #"{"hooks":{"Stop":null}}"#, "[]", "\"x\""])
    func `refuses malformed settings`(_ text: String) throws {
        let error = #expect(throws: ParallelError.self) { try installed(text) }
        #expect(error?.code == .settingsMalformed)
    }

    @Test func `tolerates odd groups`() throws {
        let odd = #"{"hooks":{"Stop":[1,"x",{"hooks":7},{"matcher":3,"hooks":[null]}]}}"#
        var (document, layouts) = try installed(odd)
        try settings.uninstall([.sessions], from: &document, layouts: layouts)
        #expect(document.text == odd)
    }
}
