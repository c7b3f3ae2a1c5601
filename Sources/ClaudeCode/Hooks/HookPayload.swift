package import HookCore
internal import JSON

/// The payload of a hook: the JSON that Claude Code writes to its standard input, and three variables of its
/// environment.
///
/// It holds only the fields that our own verbs need. Unknown fields and events are no errors, nor are fields of an
/// unexpected type: they are `nil`. Seen with Claude Code 2.1.327.
package struct HookPayload: Equatable, Sendable {
    /// An event with the fields that only this event has.
    package enum Event: Equatable, Sendable {
        /// `source`: startup, resume, fork, clear or compact.
        case sessionStart(source: String)
        /// `reason`: other, clear, logout or prompt_input_exit.
        case sessionEnd(reason: String)
        /// Claude Code asks for a worktree; `name` may have slashes.
        case worktreeCreate(name: String)
        /// The user asked to remove a worktree.
        case worktreeRemove(path: String)
        /// Any other event.
        case other(String)
    }

    /// The event that the hook is called for.
    package let event: Event
    /// Claude's session id. It is not unique to a process, and it is new after /clear.
    package let sessionID: String?
    /// The session's current folder; not always the one where it started.
    package let cwd: String?
    /// The path of the conversation's file.
    package let transcriptPath: String?
    /// The id of the subagent; nil outside of one.
    package let agentID: String?
    /// The model's name; not present on every start.
    package let model: String?
    /// The session's display name.
    package let title: String?
    /// The process of claude, from `CLAUDE_PID`. The parent process may be a shell.
    package let processID: Int32?
    /// The directory where the session started, from `CLAUDE_PROJECT_DIR`.
    package let projectDirectory: String?

    /// Reads a payload.
    /// - Parameters:
    ///   - input: all bytes of standard input.
    ///   - environment: the hook's environment.
    /// - Throws: `invalid-hook-payload` when `input` is no JSON object that names an event.
    package init(input: [UInt8], environment: [String: String]) throws(ParallelError) {
        let fields = try Self.fields(input)
        guard let name = fields["hook_event_name"]?.string else {
            throw Self.invalid("it names no event", cause: nil)
        }
        event = try Self.event(name, fields: fields)
        sessionID = fields["session_id"]?.string ?? environment["CLAUDE_CODE_SESSION_ID"]
        cwd = fields["cwd"]?.string
        transcriptPath = fields["transcript_path"]?.string
        agentID = fields["agent_id"]?.string
        model = fields["model"]?.string
        title = fields["session_title"]?.string
        processID = environment["CLAUDE_PID"].flatMap { Int32($0) }.flatMap { $0 > 0 ? $0 : nil }
        projectDirectory = environment["CLAUDE_PROJECT_DIR"].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func fields(_ input: [UInt8]) throws(ParallelError) -> JSONValue {
        let document: JSONDocument
        do throws(ParallelError) {
            document = try JSONDocument(input, name: "stdin")
        } catch {
            throw invalid(error.message, cause: error.cause)
        }
        guard let value = document.value(), value.members != nil else {
            throw invalid("it is no JSON object", cause: nil)
        }
        return value
    }

    private static func event(_ name: String, fields: JSONValue) throws(ParallelError) -> Event {
        switch name {
        case "SessionStart": return .sessionStart(source: fields["source"]?.string ?? "startup")
        case "SessionEnd": return .sessionEnd(reason: fields["reason"]?.string ?? "other")
        case "WorktreeCreate":
            guard let name = fields["name"]?.string, !name.isEmpty else { throw invalid("it has no name", cause: nil) }
            return .worktreeCreate(name: name)
        case "WorktreeRemove":
            guard let path = fields["worktree_path"]?.string, !path.isEmpty else {
                throw invalid("it has no worktree_path", cause: nil)
            }
            return .worktreeRemove(path: path)
        default: return .other(name)
        }
    }

    private static func invalid(_ message: String, cause: String?) -> ParallelError {
        ParallelError(
            .invalidHookPayload, operation: "read hook payload", message: message,
            hint: "this verb is for hooks of Claude Code; parallel-cc install --hooks sets them up", cause: cause)
    }
}
