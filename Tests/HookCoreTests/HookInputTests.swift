import HookCore
import Testing

@Suite struct HookInputTests {
    @Test func `reads what matters`() throws {
        let text = """
            {"session_id":"s","transcript_path":"/t","cwd":"/w","hook_event_name":"PreToolUse","agent_id":"a",
            "tool_name":"NotebookEdit","tool_input":{"notebook_path":"/w/n.ipynb","new_source":"x"}}
            """
        let input = try #require(HookInput(Array(text.utf8)))
        #expect(input.event == .preToolUse)
        #expect(input.eventName == "PreToolUse")
        #expect(input.sessionID == "s")
        #expect(input.cwd == "/w")
        #expect(input.agentID == "a")
        #expect(input.toolName == "NotebookEdit")
        #expect(input.toolPath == "/w/n.ipynb")
    }

    private func bash(_ response: String) throws -> HookInput {
        let text = """
            {"hook_event_name":"PostToolUse","tool_name":"Bash","cwd":"/w","tool_input":{"command":"a\\nb"},
            "tool_response":\(response),"duration_ms":20}
            """
        return try #require(HookInput(Array(text.utf8)))
    }

    @Test func `what a bash command changed`() throws {
        // As Claude Code 2.1.327 sends it.
        let diff = """
            {"files":[{"filePath":"/w/d/f","hunks":[{"oldStart":1,"lines":["+a","changedFiles"]}],"created":true}],\
            "moreFiles":2,"changedFiles":["/w/d/f","/w/\\u00fc \\"x","/w/b"]}
            """
        let input = try bash(#"{"stdout":"[\"","interrupted":false,"bashEditDiff":\#(diff)}"#)
        #expect(input.command == "a\nb")
        #expect(input.changes?.files == ["/w/d/f", "/w/ü \"x", "/w/b"])
        #expect(input.changes?.total == 3)
    }

    @Test(arguments: [
        "{}", "null", #"{"stdout":""}"#, #"{"bashEditDiff":{"files":[],"moreFiles":0,"skipped":true}}"#,
        #"{"bashEditDiff":{"files":[],"moreFiles":0,"changedFiles":[]}}"#, #"{"bashEditDiff":null}"#,
        #"{"bashEditDiff":{"changedFiles":"/w/a"}}"#,
        #"{"bashEditDiff":{"changedFiles":[1,null,{"a":"/w/a"},["/w/b"]]}}"#,
        #"{"changedFiles":["/w/a"]}"#, #"{"deep":{"bashEditDiff":{"changedFiles":["/w/a"]}}}"#,
    ]) func `nothing changed`(_ response: String) throws {
        #expect(try bash(response).changes == nil)
    }

    @Test func `at most two hundred files are read`() throws {
        let files = (0..<5_000).map { "\"/w/f\($0)\"" }.joined(separator: ",")
        let changes = try bash(#"{"bashEditDiff":{"changedFiles":[\#(files)],"files":[1,2],"moreFiles":4998}}"#).changes
        #expect(changes?.files.count == 200)
        #expect(changes?.total == 5_000)
    }

    @Test func `a command that is too long is not looked at`() throws {
        let long = String(repeating: "x", count: 300_000)
        let text = #"{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"\#(long)"}}"#
        let input = try #require(HookInput(Array(text.utf8)))
        #expect(input.command == nil)
        #expect(input.toolName == "Bash")
    }

    @Test func `events of the future are kept`() throws {
        let input = try #require(HookInput(Array("{\"hook_event_name\":\"Tomorrow\",\"agent_id\":\"\"}".utf8)))
        #expect(input.event == nil)
        #expect(input.eventName == "Tomorrow")
        #expect(input.agentID == nil)
    }

    @Test func `without an event there is nothing`() {
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
    func `what events tell`(_ event: HookEvent, _ detail: String?, _ activity: Activity?) {
        #expect(event.activity(detail: detail) == activity)
    }
}
