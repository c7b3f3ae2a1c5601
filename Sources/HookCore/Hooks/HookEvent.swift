/// The events of Claude Code's hooks that tell something about a session. All others only tell that it lives.
///
/// Names as sent by Claude Code 2.1.332 in `hook_event_name`.
package enum HookEvent: String, CaseIterable, Hashable, Sendable {
    case elicitation = "Elicitation"
    case elicitationResult = "ElicitationResult"
    case notification = "Notification"
    case permissionDenied = "PermissionDenied"
    case permissionRequest = "PermissionRequest"
    case postToolBatch = "PostToolBatch"
    case postToolUse = "PostToolUse"
    case postToolUseFailure = "PostToolUseFailure"
    /// Sent before a shell command in the text of a skill or of a slash command; seen with 2.1.332.
    case preSkillShellCommand = "PreSkillShellCommand"
    case preToolUse = "PreToolUse"
    case sessionEnd = "SessionEnd"
    case sessionStart = "SessionStart"
    case stop = "Stop"
    case stopFailure = "StopFailure"
    case subagentStart = "SubagentStart"
    case subagentStop = "SubagentStop"
    case teammateIdle = "TeammateIdle"
    case userPromptExpansion = "UserPromptExpansion"
    case userPromptSubmit = "UserPromptSubmit"

    /// Returns the session's activity after this event; nil when the event does not tell.
    ///
    /// `detail` is the `notification_type` of a Notification and the `source` of a SessionStart.
    package func activity(detail: String? = nil) -> Activity? {
        switch self {
        case .userPromptSubmit, .userPromptExpansion, .subagentStart, .preSkillShellCommand: .busy
        case .preToolUse: .inTool
        case .postToolUse, .postToolUseFailure, .postToolBatch, .permissionDenied, .elicitationResult: .busy
        case .permissionRequest, .elicitation: .waiting
        case .stop, .stopFailure, .teammateIdle: .idle
        case .notification: Self.notified(detail)
        // Compaction starts the session anew in the middle of a turn as well as between two turns.
        case .sessionStart: detail == "compact" ? nil : .idle
        case .sessionEnd, .subagentStop: nil
        }
    }

    /// Whether the event names a tool that runs or has just run.
    package var concernsTool: Bool {
        switch self {
        case .preToolUse, .postToolUse, .postToolUseFailure, .permissionRequest, .permissionDenied: true
        default: false
        }
    }

    private static func notified(_ type: String?) -> Activity? {
        switch type {
        case nil, "permission_prompt", "agent_needs_input", "elicitation_dialog": .waiting
        case "idle_prompt": .idle
        default: nil
        }
    }
}
