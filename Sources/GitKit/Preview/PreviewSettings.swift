internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// A repository's configuration and attributes as previews of merges need them, at the moment when they are read.
struct PreviewSettings: Equatable, Sendable {
    /// Whether libgit2 reads this repository as git does.
    let suitsLibGit2: Bool
    /// Whether `git add` might store other bytes than a file has, whatever attributes lie in the trees, or give them
    /// another id than ours (SHA-256).
    let convertsEverywhere: Bool
    /// Whether git merges texts as it does by default.
    let mergesPlainly: Bool
    /// A digest that changes with every setting that could change an answer.
    let digest: String

    /// The version of stored answers. It rises with every release that must not use answers of an earlier one.
    private static let edition = "3"

    /// Reads the settings.
    /// - Parameters:
    ///   - git: a git in the worktree where `git merge-tree` would be run.
    ///   - commonDirectory: the common git directory of the repository.
    init(_ git: Git, commonDirectory: String) throws(ParallelError) {
        let settings = try GitSettings(git)
        suitsLibGit2 = Self.suitsLibGit2(settings, commonDirectory: commonDirectory)
        let sources = AttributeSources(commonDirectory: commonDirectory, settings: settings, git: git)
        let hasOwnModes =
            !settings.isTrue("core.filemode", default: true)
            || !settings.isTrue("core.symlinks", default: true)
        let isPartial = settings.isTrue("core.sparsecheckout") || settings.isTrue("extensions.worktreeconfig")
        convertsEverywhere =
            settings.copyObstacle != nil || settings.value("core.autocrlf") == "input"
            || sources.existOutside || hasOwnModes || isPartial || settings.value("extensions.objectformat") != nil
        mergesPlainly =
            settings.value("merge.default") == nil && !settings.isTrue("merge.renormalize")
            && settings.value("diff.algorithm") == nil
        let relevant = settings.list { key in
            ["merge.", "diff.", "filter.", "core.", "extensions."].contains(where: key.hasPrefix)
        }
        let version = try git.line(["version"])
        let outside = sources.files.compactMap { path in
            WholeFile.read(path).map { path + "\n" + String(decoding: $0, as: UTF8.self) }
        }
        let isMain = access(git.directory + "/.git/HEAD", F_OK) == 0
        let gitDirectory = isMain ? commonDirectory : try git.line(["rev-parse", "--absolute-git-dir"])
        var text = Array(([Self.edition, version] + relevant + outside).joined(separator: "\0").utf8)
        for (path, content) in try AttributeSources.all(git, gitDirectory: gitDirectory) {
            text += [0] + path + [0] + content
        }
        digest = ObjectID.ofBlob(text)?.hexadecimal ?? text.display
    }

    /// Whether libgit2 1.5 reads a repository correctly. It knows neither SHA-256 nor partial clones nor tables of
    /// references, and treats replaced objects and shallow histories otherwise than git.
    private static func suitsLibGit2(_ settings: GitSettings, commonDirectory: String) -> Bool {
        let known: Set<String> = ["extensions.worktreeconfig=true", "extensions.noop=true"]
        let extensions = settings.list { $0.hasPrefix("extensions.") }
        let packed = WholeFile.read(commonDirectory + "/packed-refs").map { String(decoding: $0, as: UTF8.self) }
        return extensions.allSatisfy(known.contains)
            && ["shallow", "info/grafts", "refs/replace"].allSatisfy { name in
                access(commonDirectory + "/" + name, F_OK) != 0
            } && packed?.contains(" refs/replace/") != true
    }
}
