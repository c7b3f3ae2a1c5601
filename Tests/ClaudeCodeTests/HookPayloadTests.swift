import HookCore
import JSON
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct HookPayloadTests {
    private func payload(_ text: String, _ environment: [String: String] = [:]) throws -> HookPayload {
        try HookPayload(input: Array(text.utf8), environment: environment)
    }

    /// As sent by Claude Code 2.1.327.
    private func sample(_ rest: String) -> String {
        #"{"session_id":"7eac","transcript_path":"/h/t.jsonl","cwd":"/h/p","prompt_id":"x","hook_event_name":"#
            + rest + "}\n"
    }

    @Test func `reads the events`() throws {
        #expect(try payload(sample(#""SessionStart","source":"resume""#)).event == .sessionStart(source: "resume"))
        #expect(try payload(sample(#""SessionEnd","reason":"clear""#)).event == .sessionEnd(reason: "clear"))
        #expect(try payload(sample(#""WorktreeCreate","name":"feat/x""#)).event == .worktreeCreate(name: "feat/x"))
        #expect(
            try payload(sample(#""WorktreeRemove","worktree_path":"/h/w""#)).event == .worktreeRemove(path: "/h/w"))
        #expect(try payload(sample(#""Tomorrow""#)).event == .other("Tomorrow"))
    }

    @Test func `reads fields and environment`() throws {
        let text = sample(#""SessionStart","source":"startup","model":"opus","session_title":"bob","agent_id":"a1""#)
        let environment = ["CLAUDE_PID": "4711", "CLAUDE_PROJECT_DIR": "/h/p", "CLAUDE_CODE_SESSION_ID": "other"]
        let payload = try payload(text, environment)
        #expect(payload.sessionID == "7eac")
        #expect(payload.cwd == "/h/p")
        #expect(payload.transcriptPath == "/h/t.jsonl")
        #expect(payload.agentID == "a1")
        #expect(payload.model == "opus")
        #expect(payload.title == "bob")
        #expect(payload.processID == 4711)
        #expect(payload.projectDirectory == "/h/p")
    }

    @Test func `tolerates what is missing or odd`() throws {
        let payload = try payload(
            #"{"hook_event_name":"SessionEnd","session_id":7,"cwd":null,"reason":[]}"#,
            ["CLAUDE_PID": "-3", "CLAUDE_PROJECT_DIR": "", "CLAUDE_CODE_SESSION_ID": "env"])
        #expect(payload.event == .sessionEnd(reason: "other"))
        #expect(payload.sessionID == "env")
        #expect(payload.cwd == nil)
        #expect(payload.processID == nil)
        #expect(payload.projectDirectory == nil)
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{}", #"{"hook_event_name":1}"#, #"{"hook_event_name":"WorktreeCreate"}"#,
        #"{"hook_event_name":"WorktreeCreate","name":""}"#, #"{"hook_event_name":"WorktreeRemove","worktree_path":3}"#,
    ])
    func `refuses what cannot be used`(_ text: String) {
        let error = #expect(throws: ParallelError.self) { try payload(text) }
        #expect(error?.code == .invalidHookPayload)
    }

    @Test func `answers`() throws {
        #expect(
            HookAnswer.deny(reason: "claimed by \"bob\"\n").text
                == #"{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","#
                + #""permissionDecisionReason":"claimed by \"bob\"\n"}}"# + "\n")
        #expect(
            HookAnswer.context(event: "SessionStart", text: "hello").text
                == #"{"hookSpecificOutput":{"hookEventName":"SessionStart","additionalContext":"hello"}}"# + "\n")
        #expect(HookAnswer.message("careful").text == "{\"systemMessage\":\"careful\"}\n")
    }

    @Test(arguments: ["x", "😀", "e\u{301}"])
    func `shortens long context`(_ character: String) throws {
        let text = HookAnswer.context(event: "SessionStart", text: String(repeating: character, count: 30_000)).text
        let context = try #require(try JSONValue.parse(text)["hookSpecificOutput"]?["additionalContext"]?.string)
        #expect((9_800...9_900).contains(context.utf16.count))
        #expect(context.hasSuffix("[shortened]"))
    }
}
