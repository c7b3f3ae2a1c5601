import Glibc

/// Where git keeps things, found without git, in the layouts of gitrepository-layout(5).
package enum GitDirectory {
    /// The git directory of the worktree whose root this is, not resolved; nil when it is none.
    package static func of(_ root: String) -> String? {
        let link = root == "/" ? "/.git" : root + "/.git"
        var status = stat()
        guard stat(link, &status) == 0 else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR { return link }
        return path(in: link, after: "gitdir: ").map { absolute($0, from: root) }
    }

    /// The one that a git directory shares with those of other worktrees: itself where it is no linked worktree's.
    package static func common(of directory: String) -> String {
        path(in: directory + "/commondir").map { absolute($0, from: directory) } ?? directory
    }

    /// What a file that holds nothing but a path says; nil where there is nothing behind the prefix, or no such file.
    private static func path(in file: String, after prefix: String = "") -> String? {
        guard let bytes = FileBytes.read(file, limit: 2 * Int(PATH_MAX)), bytes.starts(with: prefix.utf8) else {
            return nil
        }
        // A path may have line breaks of its own; git adds one.
        var path = bytes.dropFirst(prefix.utf8.count)
        while path.last == 0x0A || path.last == 0x0D { path.removeLast() }
        return path.isEmpty ? nil : String(decoding: path, as: UTF8.self)
    }

    private static func absolute(_ path: String, from folder: String) -> String {
        path.utf8.first == UInt8(ascii: "/") ? path : folder + "/" + path
    }
}
