internal import HookCore
package import JSON

/// One hook of ours in a settings file: when it runs and what.
package struct HookEntry: Equatable, Sendable {
    /// Which installation an entry belongs to.
    package enum Part: String, CaseIterable, Sendable {
        /// Beats, and the start and end of sessions.
        case sessions
        /// Creation and removal of the worktrees that Claude Code asks for itself; replaces what it does with git.
        case nativeWorktrees
        /// The guard on shell commands in the text of skills and slash commands. A claude that does not know the event
        /// asks about it at every start in a terminal: only for `ClaudeVersion.withSkillCommands` and later.
        case skillCommands
    }

    package let event: String
    /// The tools that it is for; `nil` = all.
    package let matcher: String?
    /// The object in the `hooks` list of a matcher group.
    package let hook: JSONValue

    /// The part that hooks of this event belong to.
    package var part: Part { Self.part(of: event) }

    /// The matcher group that holds this hook alone.
    var group: JSONValue {
        let hooks = JSONValue.Member("hooks", value: [hook])
        return .object((matcher.map { [.init("matcher", value: .string($0))] } ?? []) + [hooks])
    }

    static func part(of event: String) -> Part {
        switch event {
        case "WorktreeCreate", "WorktreeRemove": .nativeWorktrees
        case HookEvent.preSkillShellCommand.rawValue: .skillCommands
        default: .sessions
        }
    }

    /// Claude Code takes a missing matcher, an empty one and `*` for the same.
    static func normalized(matcher: String?) -> String? {
        matcher == "" || matcher == "*" ? nil : matcher
    }
}
