internal import Files
internal import Glibc
package import HookCore

extension WorktreeAdministration {
    /// Whether it was marked as ours.
    package var isMarked: Bool { access(directory + "/" + Self.markName, F_OK) == 0 }

    /// Marks it as ours.
    /// - Throws: `.cannotWrite`.
    package func mark() throws(ParallelError) {
        if isMarked { return }
        try FileWriter.replace(directory + "/" + Self.markName, with: Array(Self.words.utf8), mode: 0o644)
    }

    /// Marks it as ours, brought back from the trash.
    /// - Parameter trash: where its files lie or lay.
    /// - Throws: `.cannotWrite`.
    package func mark(restoredFrom trash: String) throws(ParallelError) {
        let lines = Self.words + Self.origin + trash + "\n"
        try FileWriter.replace(directory + "/" + Self.markName, with: Array(lines.utf8), mode: 0o644)
    }

    /// Where in the trash it was brought back from; nil where that was not noted.
    package var restoredFrom: String? {
        let lines = Self.line(directory + "/" + Self.markName)?.split(separator: "\n") ?? []
        return lines.first { $0.hasPrefix(Self.origin) }.map { String($0.dropFirst(Self.origin.count)) }
    }

    private static let words = "made by parallel-cc\n"
    private static let origin = "from "

    /// Writes why it is locked, in the place of the reason that stands there.
    /// - Throws: `.cannotWrite`.
    package func lock(reason: String) throws(ParallelError) {
        try FileWriter.replace(directory + "/locked", with: Array((reason + "\n").utf8), mode: 0o644)
    }

    /// Whether the `.git` file of what lies at a path leads here.
    package func isGitDirectory(of path: String) -> Bool {
        Self.gitDirectory(of: path).map { realPath($0) == realPath(directory) } ?? false
    }

    /// The git directory that a linked worktree names; nil where there is none.
    package static func gitDirectory(of path: String) -> String? {
        guard let link = line(path + "/.git"), link.hasPrefix("gitdir: ") else { return nil }
        let target = String(link.dropFirst("gitdir: ".count))
        return target.hasPrefix("/") ? target : path + "/" + target
    }

    /// The common git directory that a linked worktree names; nil where there is none.
    package static func commonDirectory(of path: String) -> String? {
        guard isLinked(path), let own = gitDirectory(of: path), access(own, F_OK) == 0 else { return nil }
        return realPath(own + "/../..")
    }
}
