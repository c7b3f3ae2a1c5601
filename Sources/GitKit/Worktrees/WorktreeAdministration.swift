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
            let directory = "\(root)/\(name)"
            // git makes the file before it writes into it.
            guard let place = line(directory + "/gitdir"), !place.isEmpty else { return nil }
            let path = place.hasSuffix("/.git") ? String(place.dropLast("/.git".count)) : place
            return WorktreeAdministration(
                directory: directory, path: absolute(path, from: directory), lockReason: line(directory + "/locked"))
        }
    }

    /// With `worktree.useRelativePaths` git writes the path as it leads there from its own directory. The worktree may be
    /// gone, so that only the names can tell.
    private static func absolute(_ path: String, from directory: String) -> String {
        if path.hasPrefix("/") { return path }
        var parts: [Substring] = []
        for part in "\(directory)/\(path)".split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// That of the linked worktree at `path`, also when the worktree itself is gone; nil when git does not know it.
    package static func find(path: String, commonDirectory: String) -> WorktreeAdministration? {
        all(commonDirectory: commonDirectory).first { $0.path == path || realPath($0.path) == path }
    }

    /// Whether some worktree, the main checkout included, has the branch checked out or is rebasing it, also by a
    /// reference that leads to it.
    package static func usesBranch(_ branch: String, commonDirectory: String, git: Git) throws(ParallelError) -> Bool {
        if access(commonDirectory + "/reftable", F_OK) == 0 {
            return try git.worktrees(main: nil).contains { $0.branch == branch }
        }
        let wanted = end(of: "refs/heads/\(branch)", commonDirectory)
        let places =
            [commonDirectory]
            + DirectoryNames.list(commonDirectory + "/worktrees").map {
                "\(commonDirectory)/worktrees/\($0)"
            }
        return places.contains { place in
            let head = line(place + "/HEAD").flatMap(symbolicTarget)
            let names = [head, line(place + "/rebase-merge/head-name"), line(place + "/rebase-apply/head-name")]
            return names.contains { name in name.map { end(of: $0, commonDirectory) } == wanted }
        }
    }

    /// What a chain of symbolic references ends at; git follows no more than five. They are never packed.
    private static func end(of reference: String, _ commonDirectory: String) -> String {
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

    /// The content without the line break at its end.
    private static func line(_ path: String) -> String? {
        guard var bytes = WholeFile.read(path) else { return nil }
        if bytes.last == 0x0A { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
