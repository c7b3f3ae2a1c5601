internal import CommandLineKit

/// The options that select parts of an installation.
struct InstallOptions: ParsableArguments {
    @Flag(help: "The hooks for heartbeats and sessions.")
    var hooks = false

    @Flag(help: "Hooks for all repositories (the default).")
    var global = false

    @Flag(help: "Hooks for this repository alone, in its .claude/settings.local.json.")
    var local = false

    @Flag(help: "With --local: let git ignore .claude/.")
    var gitignore = false

    @Flag(help: "The alias of claude in the login shell's profile.")
    var alias = false

    @Flag(help: "The MCP server.")
    var mcp = false

    @Flag(help: "Claude Code's status line.")
    var statusline = false

    @Flag(help: "Let us make the worktrees of claude --worktree; replaces what Claude Code does itself.")
    var nativeWorktrees = false

    @Flag(help: "Let git ask in this repository before a commit or push of what another session has claimed.")
    var gitHooks = false

    @Flag(help: "Hooks, alias and MCP server; with --uninstall everything.")
    var all = false

    /// Whether any part was named.
    var isPart: Bool { hooks || alias || mcp || statusline || nativeWorktrees || gitHooks || all || gitignore }

    /// Whether it was said which repositories are meant.
    var isScope: Bool { global || local }
}
