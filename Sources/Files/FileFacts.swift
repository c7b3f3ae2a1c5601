package import Glibc

/// What `stat` says about a path, as far as replacing a file needs it.
package struct FileFacts {
    package let isRegular: Bool
    package let isSymbolicLink: Bool
    package let isFolder: Bool
    /// Permission bits.
    package let mode: mode_t
    package let user: uid_t
    package let group: gid_t

    /// Of the file itself, not of what a link points to. `nil` when there is nothing at `path`.
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
