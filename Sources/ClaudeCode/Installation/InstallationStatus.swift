package import HookCore
package import JSON

/// The installed parts, as found in the files.
package struct InstallationStatus: Equatable, Sendable {
    /// The state of the session hooks in the user's settings.
    package var globalHooks = HookSettings.State.absent
    /// The state of the session hooks in the repository's settings.
    package var localHooks = HookSettings.State.absent
    /// The state of the hooks for Claude Code's own worktrees.
    package var nativeWorktrees = HookSettings.State.absent
    /// The state of the guard on skills.
    package var skillCommands = HookSettings.State.absent
    /// The path of the user's settings.
    package let globalPath: String
    /// The path of the local settings; `nil` outside of a repository.
    package let localPath: String?
    /// Whether the profile has the alias, by us or by hand.
    package var isAliasInstalled = false
    /// The login shell; `nil` for a shell whose profile we cannot edit.
    package var shell: LoginShell?
    /// The path of the shell's profile; `nil` with `shell`.
    package var profilePath: String?
    /// Whether our MCP server is registered.
    package var isMCPInstalled = false
    /// The path of Claude's state.
    package let mcpPath: String
    /// Whether Claude Code's status line is ours.
    package var isStatusLineInstalled = false
    /// The state of git's hooks.
    package var gitHooks = HookSettings.State.absent
    /// The path of git's directory of hooks; `nil` outside of a repository.
    package let gitHooksPath: String?
    /// The full name of our plugin where it is enabled: it brings hooks and MCP server.
    package var plugin: String?
    /// Errors of files that could not be read or understood; their parts count as not installed.
    package var problems: [ParallelError] = []

    init(_ context: InstallationContext) {
        globalPath = context.globalSettingsPath
        localPath = context.localSettingsPath
        mcpPath = context.claudeStatePath
        gitHooksPath = context.gitHooks?.directory
    }

    /// The document of `install --status --json`.
    package var json: JSONValue {
        [
            "hooks": [
                "globalInstalled": .bool(globalHooks != .absent), "localInstalled": .bool(localHooks != .absent),
                "globalPath": .string(globalPath), "localPath": Self.optional(localPath),
                "outdated": .bool(globalHooks == .outdated || localHooks == .outdated),
                "nativeWorktrees": .bool(nativeWorktrees != .absent),
                "skillCommands": .bool(skillCommands != .absent),
            ],
            "alias": [
                "installed": .bool(isAliasInstalled), "shell": Self.optional(shell?.rawValue),
                "profilePath": Self.optional(profilePath),
            ],
            "mcp": ["installed": .bool(isMCPInstalled), "settingsPath": .string(mcpPath)],
            "statusline": ["installed": .bool(isStatusLineInstalled), "settingsPath": .string(globalPath)],
            "gitHooks": [
                "installed": .bool(gitHooks != .absent), "outdated": .bool(gitHooks == .outdated),
                "directory": Self.optional(gitHooksPath),
            ],
            "plugin": ["enabled": .bool(plugin != nil), "name": Self.optional(plugin)],
            "problems": .array(problems.map { .string($0.description) }),
        ]
    }

    private static func optional(_ text: String?) -> JSONValue {
        text.map { .string($0) } ?? .null
    }
}
