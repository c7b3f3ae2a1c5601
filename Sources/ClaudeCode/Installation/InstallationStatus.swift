package import HookCore
package import JSON

/// What is installed where, as found in the files.
package struct InstallationStatus: Equatable, Sendable {
    package var globalHooks = HookSettings.State.absent
    package var localHooks = HookSettings.State.absent
    package var nativeWorktrees = HookSettings.State.absent
    package var skillCommands = HookSettings.State.absent
    package let globalPath: String
    /// `nil` outside a repository.
    package let localPath: String?
    package var isAliasInstalled = false
    /// `nil` for a shell whose profile we cannot edit.
    package var shell: LoginShell?
    package var profilePath: String?
    package var isMCPInstalled = false
    package let mcpPath: String
    package var isStatusLineInstalled = false
    package var gitHooks = HookSettings.State.absent
    /// `nil` outside a repository.
    package let gitHooksPath: String?
    /// The full name of our plugin where it is enabled: it brings hooks and MCP server.
    package var plugin: String?
    /// Files that could not be read or understood; what they hold counts as not installed.
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
