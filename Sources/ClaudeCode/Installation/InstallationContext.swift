/// The surroundings of an installation. The caller gives everything; nothing is read from the environment.
package struct InstallationContext: Sendable {
    /// The absolute path of the user's home folder.
    package let home: String
    /// The path of Claude's folder: `$CLAUDE_CONFIG_DIR`, else `~/.claude`.
    package let claudeDirectory: String
    /// The path of Claude's own state, with the MCP servers of the user: `.claude.json`, in Claude's folder only if
    /// that was moved.
    package let claudeStatePath: String
    /// The value of `CLAUDE_CONFIG_DIR`; nil where it is unset or empty.
    package let claudeConfigDirectory: String?
    /// The path of the login shell, as in `$SHELL`.
    package let shell: String?
    /// The absolute path of the directory of our programs.
    package let binDirectory: String
    /// The absolute path of our data directory.
    package let dataDirectory: String
    /// The main checkout of the repository that a local installation is for.
    package let mainCheckout: String?
    /// The path of claude; nil where there is none.
    package let claudeProgram: String?
    /// The version of that program; nil where it was not asked for, and where claude does not report it.
    package var claudeVersion: ClaudeVersion?
    /// The directories of git's hooks; nil outside of a repository, and where they were not asked for.
    package var gitHooks: GitHooksPlace?

    /// Derives Claude's paths from `home` and `claudeConfigDirectory`; an empty one counts as nil.
    package init(
        home: String, claudeConfigDirectory: String?, shell: String?, binDirectory: String, dataDirectory: String,
        mainCheckout: String? = nil, claudeProgram: String? = nil
    ) {
        let moved = claudeConfigDirectory.flatMap { $0.isEmpty ? nil : $0 }
        self.home = home
        self.claudeConfigDirectory = moved
        claudeDirectory = moved ?? home + "/.claude"
        claudeStatePath = (moved ?? home) + "/.claude.json"
        self.shell = shell
        self.binDirectory = binDirectory
        self.dataDirectory = dataDirectory
        self.mainCheckout = mainCheckout
        self.claudeProgram = claudeProgram
    }

    /// A copy without the claude program: files that claude looks after are then edited.
    package var withoutClaude: InstallationContext {
        InstallationContext(
            home: home, claudeConfigDirectory: claudeConfigDirectory, shell: shell, binDirectory: binDirectory,
            dataDirectory: dataDirectory, mainCheckout: mainCheckout)
    }

    /// The path of the user's settings, for all repositories.
    package var globalSettingsPath: String { claudeDirectory + "/settings.json" }

    /// The path of the settings for this clone alone. Claude Code reads them from the main checkout also in worktrees
    /// and subfolders; `.claude/settings.json` it reads only where it is started.
    package var localSettingsPath: String? { mainCheckout.map { $0 + Self.localSettings } }

    /// The path of local settings below a main checkout.
    static let localSettings = "/.claude/settings.local.json"

    /// The path of the settings that the repository shares; the TypeScript parallel-cc put its local hook there.
    var sharedSettingsPath: String? { mainCheckout.map { $0 + "/.claude/settings.json" } }

    /// The path of the ignore file of the main checkout.
    package var gitignorePath: String? { mainCheckout.map { $0 + "/.gitignore" } }
}
