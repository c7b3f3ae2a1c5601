internal import JSON

/// The answer of a hook to Claude Code: text on standard output, with exit status 0. A hook without an answer prints
/// nothing.
package enum HookAnswer: Equatable, Sendable {
    /// Text that reaches the model with its next request. For PreToolUse, PostToolUse, SessionStart, UserPromptSubmit.
    case context(event: String, text: String)
    /// Refuses the tool call of a PreToolUse hook; the model gets the reason as the tool's error.
    case deny(reason: String)
    /// Text that the user sees and the model does not.
    case message(String)

    /// The most UTF-16 units of a context. Beyond 10 000, Claude Code gives the model a short preview and the path of a
    /// file instead.
    package static let maximumContext = 9_900

    /// The answer as one line of JSON with a newline at its end.
    package var text: String { json.compactText + "\n" }

    private var json: JSONValue {
        switch self {
        case .context(let event, let text):
            return [
                "hookSpecificOutput": [
                    "hookEventName": .string(event), "additionalContext": .string(Self.shortened(text)),
                ]
            ]
        case .deny(let reason):
            return [
                "hookSpecificOutput": [
                    "hookEventName": "PreToolUse", "permissionDecision": "deny",
                    "permissionDecisionReason": .string(reason),
                ]
            ]
        case .message(let text):
            return ["systemMessage": .string(text)]
        }
    }

    /// Cuts a context to the maximum. Claude Code counts UTF-16 units, as JavaScript does.
    private static func shortened(_ text: String) -> String {
        guard text.utf16.count > maximumContext else { return text }
        let mark = "\n[shortened]"
        var end = text.utf16.index(text.startIndex, offsetBy: maximumContext - mark.count)
        while end.samePosition(in: text) == nil { end = text.utf16.index(before: end) }
        return text[..<end] + mark
    }
}
