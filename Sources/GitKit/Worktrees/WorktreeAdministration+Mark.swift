internal import Files
internal import Glibc
package import HookCore

extension WorktreeAdministration {
    /// Whether the worktree was marked as ours.
    package var isMarked: Bool { access(directory + "/" + Self.markName, F_OK) == 0 }

    /// Marks the worktree as ours.
    /// - Throws: `.cannotWrite`.
    package func mark() throws(ParallelError) {
        if isMarked { return }
        try FileWriter.replace(directory + "/" + Self.markName, with: Array(Self.firstLine.utf8), mode: 0o644)
    }

    /// Marks the worktree as ours and as brought back from the trash.
    /// - Parameter trash: the path in the trash where its files lie or lay.
    /// - Throws: `.cannotWrite`.
    package func mark(restoredFrom trash: String) throws(ParallelError) {
        let lines = Self.firstLine + Self.originPrefix + trash + "\n"
        try FileWriter.replace(directory + "/" + Self.markName, with: Array(lines.utf8), mode: 0o644)
    }

    /// The path in the trash that the worktree was brought back from; nil where the mark does not tell.
    package var restoredFrom: String? {
        let lines = Self.line(directory + "/" + Self.markName)?.split(separator: "\n") ?? []
        return lines.first { $0.hasPrefix(Self.originPrefix) }.map { String($0.dropFirst(Self.originPrefix.count)) }
    }

    private static let firstLine = "made by parallel-cc\n"
    private static let originPrefix = "from "

    /// Writes the reason of the lock over the one that stands there.
    /// - Throws: `.cannotWrite`.
    package func lock(reason: String) throws(ParallelError) {
        try FileWriter.replace(directory + "/locked", with: Array((reason + "\n").utf8), mode: 0o644)
    }

    /// Whether the `.git` at a path leads to this git directory. It is a file, or a link to the directory itself, as
    /// git-annex makes it.
    package func isGitDirectory(of path: String) -> Bool {
        let link = path + "/.git"
        let named = LinkTarget.text(link) == nil ? Self.gitDirectory(of: path) : link
        return named.map { realPath($0).isSame(as: realPath(directory)) } ?? false
    }

    /// Returns the git directory that a linked worktree names; nil where there is none.
    package static func gitDirectory(of path: String) -> String? {
        guard let link = line(path + "/.git"), link.hasPrefix("gitdir: ") else { return nil }
        let target = String(link.dropFirst("gitdir: ".count))
        return FilePath.absolute(target, in: path)
    }

    /// Returns the common git directory that a linked worktree names; nil where there is none.
    package static func commonDirectory(of path: String) -> String? {
        guard isLinked(path), let own = gitDirectory(of: path), access(own, F_OK) == 0 else { return nil }
        return realPath(own + "/../..")
    }
}
