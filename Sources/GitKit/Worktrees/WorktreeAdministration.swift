internal import Exec
internal import Glibc
package import HookCore

/// One directory of `.git/worktrees`: what git itself knows of a linked worktree, read without starting it.
package struct WorktreeAdministration: Equatable, Sendable {
    /// Whether a worktree is a linked one: its `.git` is a file that leads into some `worktrees` folder.
    package static func isLinked(_ path: String) -> Bool {
        guard let link = WholeFile.read(path + "/.git") else { return false }
        return String(decoding: link, as: UTF8.self).contains("/worktrees/")
    }

    /// The worktree's git directory.
    package let directory: String
    /// Where the worktree is, or was.
    package let path: String
    /// Why it is locked; nil when it is not.
    package let lockReason: String?

    /// All of them, in no order. Half-made ones, which do not say where they are, are left out.
    package static func all(commonDirectory: String) -> [WorktreeAdministration] {
        let root = commonDirectory + "/worktrees"
        return DirectoryNames.list(root).compactMap { name in
            guard let place = line("\(root)/\(name)/gitdir") else { return nil }
            let path = place.hasSuffix("/.git") ? String(place.dropLast("/.git".count)) : place
            return WorktreeAdministration(
                directory: "\(root)/\(name)", path: path, lockReason: line("\(root)/\(name)/locked"))
        }
    }

    /// That of the linked worktree at `path`, also when the worktree itself is gone; nil when git does not know it.
    package static func find(path: String, commonDirectory: String) -> WorktreeAdministration? {
        all(commonDirectory: commonDirectory).first { $0.path == path || realPath($0.path) == path }
    }

    /// Whether some worktree, the main checkout included, has the branch checked out or is rebasing it.
    package static func usesBranch(_ branch: String, commonDirectory: String, git: Git) throws(ParallelError) -> Bool {
        if access(commonDirectory + "/reftable", F_OK) == 0 {
            return try git.worktrees().contains { $0.branch == branch }
        }
        let wanted = "refs/heads/\(branch)"
        let places =
            [commonDirectory]
            + DirectoryNames.list(commonDirectory + "/worktrees").map {
                "\(commonDirectory)/worktrees/\($0)"
            }
        return places.contains { place in
            line(place + "/HEAD") == "ref: " + wanted || line(place + "/rebase-merge/head-name") == wanted
                || line(place + "/rebase-apply/head-name") == wanted
        }
    }

    /// The content without the line break at its end.
    private static func line(_ path: String) -> String? {
        guard var bytes = WholeFile.read(path) else { return nil }
        if bytes.last == 0x0A { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
