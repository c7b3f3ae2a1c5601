internal import Exec
internal import Files
package import GitProgram
internal import Glibc
package import HookCore

/// One directory of `.git/worktrees`: what git itself knows of a linked worktree, read without starting it.
package struct WorktreeAdministration: Equatable, Sendable {
    /// Whether a worktree is a linked one: its `.git` is a file that leads into some `worktrees` folder.
    package static func isLinked(_ path: String) -> Bool {
        guard let link = WholeFile.read(path + "/.git") else { return false }
        return String(decoding: link, as: UTF8.self).contains("/worktrees/")
    }

    /// A file of ours in the worktree's git directory, which goes with it: another worktree at the same path, which somebody
    /// else makes later, does not have it.
    static let markName = "parallel-cc"

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
    static func absolute(_ path: String, from directory: String) -> String {
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
        let wanted = end(of: "refs/heads/\(branch)", commonDirectory: commonDirectory)
        let places =
            [commonDirectory]
            + DirectoryNames.list(commonDirectory + "/worktrees").map {
                "\(commonDirectory)/worktrees/\($0)"
            }
        // Tables of references say nothing in HEAD; git resolves what it tells.
        let heads =
            access(commonDirectory + "/reftable", F_OK) == 0
            ? try git.worktrees(main: nil).compactMap { $0.branch.map { "refs/heads/" + $0 } }
            : places.compactMap { line($0 + "/HEAD").flatMap(symbolicTarget) }
        return (heads + places.flatMap(branchesUnderWay)).contains {
            end(of: $0, commonDirectory: commonDirectory) == wanted
        }
    }

    /// What a rebase or a bisect, which detach HEAD, will go back to or move.
    private static func branchesUnderWay(_ gitDirectory: String) -> [String] {
        let names = ["rebase-merge/head-name", "rebase-apply/head-name"].compactMap { line("\(gitDirectory)/\($0)") }
        let updated = line(gitDirectory + "/rebase-merge/update-refs")?.split(separator: "\n").map(String.init) ?? []
        return names + updated + (line(gitDirectory + "/BISECT_START").map { ["refs/heads/" + $0] } ?? [])
    }

    /// What a chain of symbolic references ends at; git follows no more than five. They are never packed.
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

    /// The content without the line break at its end.
    static func line(_ path: String) -> String? {
        guard var bytes = WholeFile.read(path) else { return nil }
        if bytes.last == 0x0A { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
