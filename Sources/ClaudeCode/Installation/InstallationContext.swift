/// The surroundings that an installation is made in. Everything is given; nothing is read from the environment.
package struct InstallationContext: Sendable {
    /// The user's home folder; absolute.
    package let home: String
    /// Claude's folder: `$CLAUDE_CONFIG_DIR`, else `~/.claude`.
    package let claudeDirectory: String
    /// Claude's own state, with the MCP servers of the user: `.claude.json`, in Claude's folder only if that was moved.
    package let claudeStatePath: String
    /// `$CLAUDE_CONFIG_DIR`, if it was set to something.
    package let claudeConfigDirectory: String?
    /// The login shell, as in `$SHELL`.
    package let shell: String?
    /// Where our programs are; absolute.
    package let binDirectory: String
    /// Our data directory; absolute.
    package let dataDirectory: String
    /// The main checkout of the repository that a local installation is for.
    package let mainCheckout: String?
    /// The claude program, if there is one.
    package let claudeProgram: String?
    /// The version of that program; nil where nobody has asked, and where it does not say.
    package var claudeVersion: ClaudeVersion?
    /// Where git looks for hooks; nil outside a repository, and where nobody has asked for it.
    package var gitHooks: GitHooksPlace?

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

    /// The same without the claude program: files that it looks after are then edited.
    package var withoutClaude: InstallationContext {
        InstallationContext(
            home: home, claudeConfigDirectory: claudeConfigDirectory, shell: shell, binDirectory: binDirectory,
            dataDirectory: dataDirectory, mainCheckout: mainCheckout)
    }

    /// The settings of the user, for all repositories.
    package var globalSettingsPath: String { claudeDirectory + "/settings.json" }

    /// The settings for this clone alone. Claude Code reads them from the main checkout also in worktrees and
    /// subfolders; `.claude/settings.json` it reads only where it is started.
    package var localSettingsPath: String? { mainCheckout.map { $0 + Self.localSettings } }

    /// Below a main checkout.
    static let localSettings = "/.claude/settings.local.json"

    /// The settings that the repository shares; the TypeScript parallel-cc put its local hook there.
    var sharedSettingsPath: String? { mainCheckout.map { $0 + "/.claude/settings.json" } }

    /// The ignore file of the main checkout.
    package var gitignorePath: String? { mainCheckout.map { $0 + "/.gitignore" } }
}
