internal import CommandLineKit

/// `hook`: the calls of Claude Code's settings at rare events; the frequent ones go to parallel-cc-heartbeat.
struct HookCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook", abstract: "Answer a hook of Claude Code (called by its settings) or of git.",
        subcommands: [
            HookSessionStart.self, HookSessionEnd.self, HookWorktreeCreate.self, HookWorktreeRemove.self,
            HookPreCommit.self, HookPrePush.self,
        ])
}
