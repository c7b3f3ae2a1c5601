/// The values that the heartbeat needs from the payload that Claude Code gives a hook on standard input.
package struct HookInput: Hashable, Sendable {
    /// The value of `hook_event_name`, also when `HookEvent` does not know it.
    package let eventName: String
    /// The value of `session_id`. It is not unique: two processes can have resumed one session.
    package let sessionID: String?
    /// The value of `cwd`, an absolute path.
    package let cwd: String?
    /// The value of `tool_name` in tool events.
    package let toolName: String?
    /// The value of `tool_input.file_path` or `tool_input.notebook_path`: the absolute path that a file-writing tool
    /// will touch.
    package let toolPath: String?
    /// The value of `tool_input.command` of Bash; nil also for a command that is too long to be read.
    package let command: String?
    /// The value of `tool_input.name` of EnterWorktree.
    package let worktreeName: String?
    /// The value of `tool_response.bashEditDiff` of Bash, where Claude Code sends it. It is never empty.
    package let changes: BashChanges?
    /// The value of `tool_use_id` in tool events: the call that the event is about.
    package let toolUseID: String?
    /// The value of `agent_id`. It is set only inside a subagent, whose `session_id` is its parent's.
    package let agentID: String?
    /// The value of `notification_type` of a Notification, or of `source` of a SessionStart.
    package let detail: String?

    /// The event, if it tells more than that the session lives; else nil.
    package var event: HookEvent? { HookEvent(rawValue: eventName) }

    private static let keys = [
        "hook_event_name", "session_id", "cwd", "tool_name", "tool_use_id", "agent_id", "notification_type", "source",
        "tool_input.file_path", "tool_input.notebook_path", "tool_input.command", "tool_input.name",
        "tool_response.bashEditDiff",
    ]
    /// The length limit of a command in bytes.
    private static let longestCommand = 256 << 10

    /// Reads a payload; nil when it is no JSON object or names no event.
    package init?(_ bytes: [UInt8]) {
        guard let fields = JSONScanner.scan(bytes, keys: Self.keys), let name = fields.string("hook_event_name"),
            !name.isEmpty
        else { return nil }
        eventName = name
        sessionID = fields.string("session_id")
        cwd = fields.string("cwd")
        toolName = fields.string("tool_name")
        toolPath = fields.string("tool_input.file_path") ?? fields.string("tool_input.notebook_path")
        let hasCommand = (fields.length("tool_input.command") ?? .max) <= Self.longestCommand
        command = hasCommand ? fields.string("tool_input.command") : nil
        worktreeName = fields.string("tool_input.name")
        changes = BashChanges(fields)
        toolUseID = fields.string("tool_use_id").flatMap { $0.isEmpty ? nil : $0 }
        agentID = fields.string("agent_id").flatMap { $0.isEmpty ? nil : $0 }
        detail = fields.string("notification_type") ?? fields.string("source")
    }
}
