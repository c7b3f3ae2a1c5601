internal import HookCore
package import JSON

/// A hook of ours in a settings file: its event, its tools and its command.
package struct HookEntry: Equatable, Sendable {
    /// The part of the installation to which an entry belongs.
    package enum Part: String, CaseIterable, Sendable {
        /// Beats, and the start and end of sessions.
        case sessions
        /// Creation and removal of the worktrees that Claude Code itself asks for; replaces its own calls of git.
        case nativeWorktrees
        /// The guard on shell commands in the text of skills and slash commands. A claude that does not know the event
        /// asks about it at every start in a terminal: only for `ClaudeVersion.withSkillCommands` and later.
        case skillCommands
    }

    /// The name of the event, as Claude Code writes it.
    package let event: String
    /// The tools that the hook is for; nil for all tools.
    package let matcher: String?
    /// The object in the `hooks` list of a matcher group.
    package let hook: JSONValue

    /// The part to which hooks of this event belong.
    package var part: Part { Self.part(of: event) }

    /// The matcher group that holds this hook alone.
    var group: JSONValue {
        let hooks = JSONValue.Member("hooks", value: [hook])
        return .object((matcher.map { [.init("matcher", value: .string($0))] } ?? []) + [hooks])
    }

    /// The keys of `hook` that we write.
    private static let ownKeys: Set = ["type", "command", "args", "timeout"]

    /// Whether somebody has added keys to the hook.
    var hasAdditions: Bool { !AddedKeys.of(hook, besides: Self.ownKeys).isEmpty }

    /// Whether it is this entry, with whatever somebody has added to it.
    func isSame(as other: HookEntry) -> Bool {
        let added = AddedKeys.of(other.hook, besides: Self.ownKeys)
        return event == other.event && matcher == other.matcher
            && hook == .object((other.hook.members ?? []).filter { !added.contains($0) })
    }

    /// Returns the entry with what somebody has added to its former version.
    func adding(_ former: HookEntry?) -> HookEntry {
        let added = former.map { AddedKeys.of($0.hook, besides: Self.ownKeys) } ?? []
        return HookEntry(event: event, matcher: matcher, hook: .object((hook.members ?? []) + added))
    }

    static func part(of event: String) -> Part {
        switch event {
        case "WorktreeCreate", "WorktreeRemove": .nativeWorktrees
        case HookEvent.preSkillShellCommand.rawValue: .skillCommands
        default: .sessions
        }
    }

    /// Returns nil for an empty matcher and for `*`: Claude Code gives them the meaning of a missing one.
    static func normalized(matcher: String?) -> String? {
        matcher == "" || matcher == "*" ? nil : matcher
    }
}
