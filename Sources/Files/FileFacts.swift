package import Glibc

/// The data from `stat` that is needed to replace a file.
package struct FileFacts {
    /// Whether the path is a regular file.
    package let isRegular: Bool
    /// Whether the path itself is a symbolic link.
    package let isSymbolicLink: Bool
    /// Whether the path is a directory.
    package let isFolder: Bool
    /// The permission bits, including set-user-id, set-group-id and sticky.
    package let mode: mode_t
    /// The owner's id.
    package let user: uid_t
    /// The group's id.
    package let group: gid_t

    /// Reads the data of the file itself, not of a link's target; `nil` when there is nothing at `path`.
    /// - Throws: the errno where that cannot be told.
    package init?(ofLinkAt path: String) throws(Errno) {
        var status = stat()
        if lstat(path, &status) != 0 {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Errno.current
        }
        let kind = status.st_mode & S_IFMT
        isRegular = kind == S_IFREG
        isSymbolicLink = kind == S_IFLNK
        isFolder = kind == S_IFDIR
        mode = status.st_mode & 0o7777
        user = status.st_uid
        group = status.st_gid
    }
}
