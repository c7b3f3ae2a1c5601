internal import Coordinator

/// A finding as others may see it: without its remedy, which contains the user's paths.
struct BundleCheck: Encodable {
    let check: String
    let status: Finding.Status
    let message: String

    /// The checks whose messages are our own words, versions, numbers and paths. All others may quote settings, names,
    /// or the output of git.
    private static let inOwnWords: Set<String> = [
        "MCP server", "PATH", "SQLite", "alias", "claude", "data directory", "database", "git", "hooks", "installation",
        "libraries", "local hooks", "locks", "other installation", "programs", "sandbox", "sessions", "submodules",
        "trash", "worktrees",
    ]

    /// The checks that quote only when something is wrong.
    private static let inOwnWordsWhenGood: Set<String> = ["branches", "rescues", "settings"]

    init(_ finding: Finding, with redactor: Redactor) {
        check = finding.check
        status = finding.status
        let isGood = finding.status == .good && Self.inOwnWordsWhenGood.contains(finding.check)
        let isShown = isGood || Self.inOwnWords.contains(finding.check)
        message = isShown ? redactor.redacted(finding.message) : "left out: it may quote settings, names or files"
    }
}
