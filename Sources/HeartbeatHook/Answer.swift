import Glibc
import HookCore

/// The answer to Claude Code; empty for most events. One hook prints one document.
struct Answer {
    /// Refuses the tool call; the model reads why.
    var denial: String?
    /// Texts that are added to what the model reads next, one element each.
    var contexts: [String] = []

    /// Prints the answer in the form that Claude Code reads from a hook.
    /// - Returns: whether all of it was written to standard output.
    func print(for event: String) -> Bool {
        var fields = ["\"hookEventName\":" + JSONText.quoted(event)]
        if let denial {
            fields.append(#""permissionDecision":"deny","permissionDecisionReason":"# + JSONText.quoted(denial))
        }
        if !contexts.isEmpty {
            fields.append(#""additionalContext":"# + JSONText.quoted(contexts.joined(separator: "\n")))
        }
        guard fields.count > 1 else { return true }
        let text = #"{"hookSpecificOutput":{"# + fields.joined(separator: ",") + "}}\n"
        return FileBytes.write(Array(text.utf8), to: STDOUT_FILENO) == 0
    }
}
