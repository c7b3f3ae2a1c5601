internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Tells whether files of a worktree may have other bytes than their blobs though git calls them unchanged. A few small
/// files answer that; git itself is asked only where they say that a setting might matter.
struct ConversionSigns {
    /// Whether line ends or more may differ.
    let mayConvert: Bool
    /// Whether a filter, `ident` or an encoding may change contents without changing their length.
    let hasFilters: Bool

    /// Reads the signs.
    /// - Parameter isWhole: whether all attribute files of the index lie in the working tree. git reads the others from
    ///   the index.
    init(
        _ git: Git, gitDirectory: String, commonDirectory: String, isWhole: Bool
    ) throws(ParallelError) {
        let needsGit = Self.settingsMayPlay(git, gitDirectory: gitDirectory, commonDirectory: commonDirectory)
        let settings = needsGit ? try GitSettings(git) : GitSettings()
        let sources = AttributeSources(commonDirectory: commonDirectory, settings: settings, git: git)
        var isUnknown = !isWhole || settings.value("attr.tree") != nil || git.variable("GIT_ATTR_SOURCE") != nil
        var text = ""
        for path in sources.files + [Self.prefix(git) + "/etc/gitattributes"] {
            // Only git can expand a ~ or a %(prefix).
            if !FilePath.isAbsolute(path) { isUnknown = true }
            text += WholeFile.followed(path)?.display ?? ""
        }
        for (_, content) in try AttributeSources.all(git, gitDirectory: gitDirectory) { text += content.display }
        let converts = settings.value("core.autocrlf").map { $0.lowercased() != "false" } ?? false
        hasFilters = isUnknown || ["filter", "ident", "encoding"].contains(where: text.contains)
        mayConvert = hasFilters || converts || ["text", "crlf", "eol"].contains(where: text.contains)
    }

    /// Whether any file that git reads its settings from names a setting that matters here, or leads to other files.
    private static func settingsMayPlay(_ git: Git, gitDirectory: String, commonDirectory: String) -> Bool {
        let redirects = ["GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"]
        if redirects.contains(where: { git.variable($0) != nil }) { return true }
        let home = git.variable("HOME") ?? ""
        let own = git.variable("XDG_CONFIG_HOME").flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.config"
        let files = [
            commonDirectory + "/config", gitDirectory + "/config.worktree", home + "/.gitconfig", own + "/git/config",
            "/etc/gitconfig", prefix(git) + "/etc/gitconfig",
        ]
        return files.contains { path in
            let text = (WholeFile.followed(path)?.display ?? "").lowercased()
            return ["autocrlf", "attr", "include"].contains(where: text.contains)
        }
    }

    /// Returns the directory below which the git on PATH is installed; its system-wide files may lie there.
    private static func prefix(_ git: Git) -> String {
        let folders = (git.variable("PATH") ?? "").split(separator: ":")
        guard let folder = folders.first(where: { access($0 + "/git", X_OK) == 0 }) else { return "" }
        return FilePath.parts(of: folder).dropLast().map { "/" + $0 }.joined()
    }
}
