/// What the heartbeat needs from the payload that Claude Code gives a hook on standard input.
package struct HookInput: Hashable, Sendable {
    /// `hook_event_name`, also when `HookEvent` does not know it.
    package let eventName: String
    /// `session_id`; not unique: two processes can have resumed one session.
    package let sessionID: String?
    /// `cwd`, absolute.
    package let cwd: String?
    /// `tool_name` of tool events.
    package let toolName: String?
    /// `tool_input.file_path` or `tool_input.notebook_path`, absolute: what a file-writing tool wants to touch.
    package let toolPath: String?
    /// `tool_input.command` of Bash; nil also for one that is too long to be looked at.
    package let command: String?
    /// `tool_input.name` of EnterWorktree.
    package let worktreeName: String?
    /// `tool_response.bashEditDiff` of Bash, where Claude Code tells it: never empty.
    package let changes: BashChanges?
    /// `tool_use_id` of tool events: the call that this is about.
    package let toolUseID: String?
    /// `agent_id`: only inside a subagent, whose `session_id` is its parent's.
    package let agentID: String?
    /// `notification_type` of a Notification, `source` of a SessionStart.
    package let detail: String?

    /// The event, if it is one that tells more than that the session lives.
    package var event: HookEvent? { HookEvent(rawValue: eventName) }

    private static let keys = [
        "hook_event_name", "session_id", "cwd", "tool_name", "tool_use_id", "agent_id", "notification_type", "source",
        "tool_input.file_path", "tool_input.notebook_path", "tool_input.command", "tool_input.name",
        "tool_response.bashEditDiff",
    ]
    /// In bytes.
    private static let longestCommand = 256 << 10

    /// Reads a payload, or nil when it is no JSON object or names no event.
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
