/// What is to be installed, or taken out.
package struct InstallRequest: Equatable, Sendable {
    /// Whose settings hooks go into.
    package enum Scope: String, CaseIterable, Sendable {
        /// `settings.json` in Claude's folder: all repositories of the user.
        case global
        /// `.claude/settings.local.json` of one main checkout.
        case local
    }

    /// Where the hooks for beats and sessions go, and the guard on skills where claude is new enough; taking them out takes
    /// native worktrees along.
    package var hooks: Set<Scope> = []
    /// Whether taking out hooks, git's too, also means those of all other repositories that they were put into.
    package var everywhere = false
    /// Where the hooks for Claude Code's own worktrees go.
    package var nativeWorktrees: Set<Scope> = []
    /// Whether `.gitignore` of the main checkout gets `.claude/`.
    package var gitignore = false
    /// Whether `claude` becomes an alias in the profile of the login shell.
    package var alias = false
    /// Whether Claude Code learns of our MCP server.
    package var mcp = false
    /// Whether Claude Code's status line is ours.
    package var statusLine = false

    /// Whether git asks us before a commit and a push in this repository.
    package var gitHooks = false

    package init() {}
}
