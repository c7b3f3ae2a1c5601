/// The parts that are to be installed or removed.
package struct InstallRequest: Equatable, Sendable {
    /// The settings that hooks are written into.
    package enum Scope: String, CaseIterable, Sendable {
        /// `settings.json` in Claude's folder: all repositories of the user.
        case global
        /// `.claude/settings.local.json` of one main checkout.
        case local
    }

    /// The settings that get the hooks for beats and sessions, and the guard on skills where claude is new enough;
    /// removing them also removes native worktrees.
    package var hooks: Set<Scope> = []
    /// Whether a removal of hooks, git's too, also covers all other repositories that have them.
    package var everywhere = false
    /// The settings that get the hooks for Claude Code's own worktrees.
    package var nativeWorktrees: Set<Scope> = []
    /// Whether `.gitignore` of the main checkout gets `.claude/`.
    package var gitignore = false
    /// Whether `claude` becomes an alias in the profile of the login shell.
    package var alias = false
    /// Whether our MCP server is registered with Claude Code.
    package var mcp = false
    /// Whether Claude Code's status line is ours.
    package var statusLine = false

    /// Whether git asks us before a commit and a push in this repository.
    package var gitHooks = false

    /// Makes a request for no part.
    package init() {}
}
