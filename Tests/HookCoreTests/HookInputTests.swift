import HookCore
import Testing

@Suite struct HookInputTests {
    @Test func readsWhatMatters() throws {
        let text = """
            {"session_id":"s","transcript_path":"/t","cwd":"/w","hook_event_name":"PreToolUse","agent_id":"a",
            "tool_name":"NotebookEdit","tool_input":{"notebook_path":"/w/n.ipynb","new_source":"x"}}
            """
        let input = try #require(HookInput(Array(text.utf8)))
        #expect(input.event == .preToolUse && input.eventName == "PreToolUse")
        #expect(input.sessionID == "s" && input.cwd == "/w" && input.agentID == "a")
        #expect(input.toolName == "NotebookEdit" && input.toolPath == "/w/n.ipynb")
    }

    @Test func eventsOfTheFutureAreKept() throws {
        let input = try #require(HookInput(Array("{\"hook_event_name\":\"Tomorrow\",\"agent_id\":\"\"}".utf8)))
        #expect(input.event == nil && input.eventName == "Tomorrow" && input.agentID == nil)
    }

    @Test func withoutAnEventThereIsNothing() {
        #expect(HookInput(Array("{\"cwd\":\"/w\"}".utf8)) == nil)
        #expect(HookInput([]) == nil)
    }

    @Test(
        arguments: [
            (HookEvent.userPromptSubmit, nil, Activity.busy), (.preToolUse, nil, .inTool), (.postToolUse, nil, .busy),
            (.postToolUseFailure, nil, .busy), (.postToolBatch, nil, .busy), (.stop, nil, .idle),
            (.notification, "permission_prompt", .waiting), (.notification, "agent_needs_input", .waiting),
            (.notification, "idle_prompt", .idle), (.notification, "auth_success", nil), (.notification, nil, .waiting),
            (.permissionRequest, nil, .waiting), (.sessionStart, "startup", .idle), (.sessionStart, "compact", nil),
            (.sessionEnd, nil, nil), (.subagentStop, nil, nil),
        ] as [(HookEvent, String?, Activity?)])
    func whatEventsTell(_ event: HookEvent, _ detail: String?, _ activity: Activity?) {
        #expect(event.activity(detail: detail) == activity)
    }
}
