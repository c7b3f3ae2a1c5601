internal import Glibc
package import HookCore

extension WorktreeAdministration {
    /// Whether it was marked as ours.
    package var isMarked: Bool { access(directory + "/" + Self.markName, F_OK) == 0 }

    /// Marks it as ours.
    /// - Throws: `.cannotWrite`.
    package func mark() throws(ParallelError) {
        if isMarked { return }
        try FileWriter.replace(directory + "/" + Self.markName, with: Array("made by parallel-cc\n".utf8), mode: 0o644)
    }

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
    static func gitDirectory(of path: String) -> String? {
        guard let link = line(path + "/.git"), link.hasPrefix("gitdir: ") else { return nil }
        let target = String(link.dropFirst("gitdir: ".count))
        return target.hasPrefix("/") ? target : path + "/" + target
    }
}
