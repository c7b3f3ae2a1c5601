internal import HookCore

/// A path in a text, reduced to the part that other people may see.
struct RedactedPath {
    /// The path with `<path>` for the hidden part.
    let text: String
    /// Whether nothing was hidden.
    let isWhole: Bool

    /// Directories whose content belongs to the system.
    private static let system: Set<Substring> = ["bin", "etc", "lib", "lib64", "sbin", "usr"]

    /// Names of parallel-cc, Claude Code, git or a shell.
    private static let plain: Set<Substring> = [
        "", "~", ".bash_profile", ".bashrc", ".claude", ".claude.json", ".config", ".git", ".gitignore", ".local",
        ".parallel-cc", ".parallel-cc.json", ".profile", ".zprofile", ".zshenv", ".zshrc", "beats", "bin", "claude",
        "claude-parallel", "config", "config.fish", "config.json", "coordinator.db", "coordinator.db-shm",
        "coordinator.db-wal", "fish", "hooks", "index.lock", "installation.json", "lib", "local", "opt", "parallel-cc",
        "parallel-cc-heartbeat", "parallel-cc-run", "parallel-cc.lock", "parallel-cc.modules", "settings.json",
        "settings.local.json", "share", "worktrees",
    ]

    /// Reduces a path.
    /// - Parameters:
    ///   - path: a word with a slash in it.
    ///   - names: the pseudonyms.
    init(_ path: Substring, names: Set<Substring>) {
        let pieces = FilePath.parts(of: path, omittingEmpty: false)
        let isOfSystem = pieces.count > 2 && pieces[0].isEmpty && Self.system.contains(pieces[1])
        if isOfSystem && !pieces.contains("..") {
            (text, isWhole) = (String(path), true)
            return
        }
        let known = pieces.prefix { Self.plain.contains($0) || names.contains($0) }
        isWhole = known.count == pieces.count
        let shown = known == [""] ? [] : known.map(String.init)
        text = isWhole ? String(path) : (shown + ["<path>"]).joined(separator: "/")
    }
}
