import Glibc

/// Finds git's directories without git, in the layouts of gitrepository-layout(5).
package enum GitDirectory {
    /// Returns the git directory of the worktree with this root, not resolved; nil when it is no root.
    package static func of(_ root: String) -> String? {
        let link = root == "/" ? "/.git" : root + "/.git"
        var status = stat()
        guard stat(link, &status) == 0 else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR { return link }
        return path(in: link, after: "gitdir: ").map { FilePath.absolute($0, in: root) }
    }

    /// Returns the git directory that this one shares with those of other worktrees: itself where it is not a linked
    /// worktree's.
    package static func common(of directory: String) -> String {
        path(in: directory + "/commondir").map { FilePath.absolute($0, in: directory) } ?? directory
    }

    /// Reads a file that holds nothing but a path; nil where there is nothing after the prefix, or no such file.
    private static func path(in file: String, after prefix: String = "") -> String? {
        guard let bytes = FileBytes.read(file, limit: 2 * Int(PATH_MAX)), bytes.starts(with: prefix.utf8) else {
            return nil
        }
        // A path may have line breaks of its own; git adds one.
        var path = bytes.dropFirst(prefix.utf8.count)
        while path.last == 0x0A || path.last == 0x0D { path.removeLast() }
        return path.isEmpty ? nil : String(decoding: path, as: UTF8.self)
    }
}
