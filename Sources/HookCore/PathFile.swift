import Glibc

/// A file of git's that holds nothing but a path, as `.git` in a worktree and `commondir` do. See gitrepository-layout(5).
package enum PathFile {
    /// - Parameter prefix: what the file must begin with.
    /// - Returns: what stands behind the prefix; nil where there is nothing, or no such file.
    package static func read(_ file: String, after prefix: String = "") -> String? {
        guard let bytes = FileBytes.read(file, limit: 2 * Int(PATH_MAX)), bytes.starts(with: prefix.utf8) else {
            return nil
        }
        // A path may have line breaks of its own; git adds one.
        var path = bytes.dropFirst(prefix.utf8.count)
        while path.last == 0x0A || path.last == 0x0D { path.removeLast() }
        return path.isEmpty ? nil : String(decoding: path, as: UTF8.self)
    }
}
