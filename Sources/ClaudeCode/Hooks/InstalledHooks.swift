internal import HookCore
internal import JSON

/// The hooks that we install, as they are written into settings files.
///
/// They have the exec form (`args` present) wherever possible: Claude Code starts it without a shell, and its parent is
/// claude. Timeouts are in seconds and only a last resort: a hook of ours ends long before. Seen with Claude Code
/// 2.1.332.
struct InstalledHooks {
    /// The absolute path of the directory of our programs.
    let binDirectory: String

    private static let beatEvents = [
        "PostToolUse", "PostToolUseFailure", "PostToolBatch", "UserPromptSubmit", "Stop", "SubagentStop",
        "Notification",
    ]
    private static let guardedTools = "Write|Edit|NotebookEdit|Bash|EnterWorktree"

    /// The entries of one part, in the order in which they are written.
    func entries(of part: HookEntry.Part) -> [HookEntry] {
        switch part {
        case .sessions: sessionEntries
        case .nativeWorktrees: worktreeEntries
        case .skillCommands:
            [HookEntry(event: HookEvent.preSkillShellCommand.rawValue, matcher: nil, hook: beat)]
        }
    }

    private var sessionEntries: [HookEntry] {
        Self.beatEvents.map { HookEntry(event: $0, matcher: nil, hook: beat) }
            + [
                HookEntry(event: "PreToolUse", matcher: Self.guardedTools, hook: beat),
                HookEntry(event: "SessionStart", matcher: nil, hook: verb("session-start", timeout: 10)),
                // Claude Code waits 1.5 s at its end unless a hook asks for more.
                HookEntry(event: "SessionEnd", matcher: nil, hook: verb("session-end", timeout: 2)),
            ]
    }

    private var worktreeEntries: [HookEntry] {
        let create: JSONValue = [
            "type": "command", "command": .string(WorktreeCreateScript(program: program).text), "timeout": 600,
        ]
        return [
            HookEntry(event: "WorktreeCreate", matcher: nil, hook: create),
            HookEntry(event: "WorktreeRemove", matcher: nil, hook: verb("worktree-remove", timeout: 60)),
        ]
    }

    private var program: String { binDirectory + "/parallel-cc" }

    private var beat: JSONValue {
        [
            "type": "command", "command": .string(binDirectory + "/parallel-cc-heartbeat"), "args": [], "timeout": 5,
        ]
    }

    private func verb(_ verb: String, timeout: Int) -> JSONValue {
        [
            "type": "command", "command": .string(program), "args": ["hook", .string(verb)],
            "timeout": .number(String(timeout)),
        ]
    }
}
