import Glibc
import HookCore

/// What Claude Code is to be told: nothing, mostly. One hook prints one document.
struct Answer {
    /// Refuses the tool call; the model reads why.
    var denial: String?
    /// Each added to what the model reads next.
    var contexts: [String] = []

    /// Prints it in the form that Claude Code reads from a hook.
    /// - Returns: whether all of it was taken.
    func print(for event: String) -> Bool {
        var fields = ["\"hookEventName\":" + JSONText.quoted(event)]
        if let denial {
            fields.append(#""permissionDecision":"deny","permissionDecisionReason":"# + JSONText.quoted(denial))
        }
        if !contexts.isEmpty {
            fields.append(#""additionalContext":"# + JSONText.quoted(contexts.joined(separator: "\n")))
        }
        guard fields.count > 1 else { return true }
        return Self.write(Array((#"{"hookSpecificOutput":{"# + fields.joined(separator: ",") + "}}\n").utf8))
    }

    private static func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
