internal import Exec
internal import Files
package import GitProgram
internal import Glibc
package import HookCore

/// A directory of `.git/worktrees`: the data that git itself keeps of a linked worktree. No program is started to read
/// it.
package struct WorktreeAdministration: Equatable, Sendable {
    /// Whether a worktree is a linked one: its `.git` is a file that leads into a `worktrees` folder, or a link to a
    /// git directory that belongs to another one.
    package static func isLinked(_ path: String) -> Bool {
        if LinkTarget.text(path + "/.git") != nil { return access(path + "/.git/commondir", F_OK) == 0 }
        guard let link = WholeFile.read(path + "/.git") else { return false }
        return FilePath.parts(of: String(decoding: link, as: UTF8.self)).dropFirst().dropLast().contains("worktrees")
    }

    /// The name of a file of ours in the worktree's git directory. It vanishes with that directory: another worktree
    /// that the user makes later at the same path does not have it.
    static let markName = "parallel-cc"

    /// The worktree's git directory.
    package let directory: String
    /// The root of the worktree, which may be gone.
    package let path: String
    /// The reason of the lock; nil when the worktree is not locked.
    package let lockReason: String?

    /// Returns all linked worktrees, in no order. Half-made ones, which do not name their path, are left out.
    package static func all(commonDirectory: String) -> [WorktreeAdministration] {
        let root = commonDirectory + "/worktrees"
        return DirectoryNames.list(root).compactMap { name in
            let directory = "\(root)/\(name)"
            // git makes this file before it writes into it.
            guard let gitFile = line(directory + "/gitdir"), !gitFile.isEmpty else { return nil }
            let path = gitFile.hasSuffix("/.git") ? String(gitFile.dropLast("/.git".count)) : gitFile
            return WorktreeAdministration(
                directory: directory, path: absolute(path, from: directory), lockReason: line(directory + "/locked"))
        }
    }

    /// Makes a path absolute that git wrote relative to its own directory (`worktree.useRelativePaths`). Works on the
    /// names alone, since the worktree may be gone.
    static func absolute(_ path: String, from directory: String) -> String {
        if FilePath.isAbsolute(path) { return path }
        var parts: [Substring] = []
        for part in FilePath.parts(of: "\(directory)/\(path)") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Returns the entry of the linked worktree at `path`, also when the worktree itself is gone; nil when git does not
    /// know it.
    package static func find(path: String, commonDirectory: String) -> WorktreeAdministration? {
        all(commonDirectory: commonDirectory).first { $0.path.isSame(as: path) || realPath($0.path).isSame(as: path) }
    }

    /// Whether some worktree, the main checkout included, has the branch checked out or rebases it, also through a
    /// symbolic reference.
    package static func usesBranch(_ branch: String, commonDirectory: String, git: Git) throws(ParallelError) -> Bool {
        let wanted = end(of: "refs/heads/\(branch)", commonDirectory: commonDirectory)
        let gitDirectories =
            [commonDirectory]
            + DirectoryNames.list(commonDirectory + "/worktrees").map {
                "\(commonDirectory)/worktrees/\($0)"
            }
        // In a repository with tables of references, HEAD does not name the branch; git resolves it.
        let heads =
            access(commonDirectory + "/reftable", F_OK) == 0
            ? try git.worktrees(main: nil).compactMap { $0.branch.map { "refs/heads/" + $0 } }
            : gitDirectories.compactMap { line($0 + "/HEAD").flatMap(symbolicTarget) }
        return (heads + gitDirectories.flatMap(branchesUnderWay)).contains {
            end(of: $0, commonDirectory: commonDirectory).isSame(as: wanted)
        }
    }

    /// Returns the branches that a rebase or a bisect in progress will return to or move; both detach HEAD.
    private static func branchesUnderWay(_ gitDirectory: String) -> [String] {
        let names = ["rebase-merge/head-name", "rebase-apply/head-name"].compactMap { line("\(gitDirectory)/\($0)") }
        let updated = line(gitDirectory + "/rebase-merge/update-refs")?.split(separator: "\n").map(String.init) ?? []
        return names + updated + (line(gitDirectory + "/BISECT_START").map { ["refs/heads/" + $0] } ?? [])
    }

    /// Returns the reference at the end of a chain of symbolic references. git follows no more than five, and never
    /// packs them.
    private static func end(of reference: String, commonDirectory: String) -> String {
        var name = reference
        for _ in 0..<5 {
            guard let next = line("\(commonDirectory)/\(name)").flatMap(symbolicTarget) else { break }
            name = next
        }
        return name
    }

    private static func symbolicTarget(_ content: String) -> String? {
        guard content.hasPrefix("ref:") else { return nil }
        return String(content.dropFirst("ref:".count).drop { $0.isWhitespace })
    }

    /// Returns the content of a file without the line break at its end; nil where it cannot be read.
    static func line(_ path: String) -> String? {
        guard var bytes = WholeFile.read(path) else { return nil }
        if bytes.last == 0x0A { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
