import Glibc

/// Prepares a database file before SQLite opens it: it must be a plain file that only its owner can read.
enum DatabaseFile {
    /// Makes the file with mode 0600 when asked to, and narrows an existing one and its WAL files to its owner.
    ///
    /// Failures are left to SQLite, which reports them better when it opens the file.
    static func prepare(_ path: String, creating: Bool) {
        if creating { _ = reserve(path) }
        for suffix in ["", "-wal", "-shm"] { narrow(path + suffix) }
    }

    /// Makes an empty file with mode 0600.
    ///
    /// It does not use `open`: closing a descriptor of the file would drop the locks that other connections of this
    /// process hold (<https://www.sqlite.org/howtocorrupt.html>, section 2.2).
    /// - Returns: 0 or the `errno`.
    static func reserve(_ path: String) -> Int32 {
        mknod(path, Glibc.S_IFREG | 0o600, 0) == 0 ? 0 : errno
    }

    /// Returns the path in a form that SQLite does not take for one of its special names.
    static func plainName(_ path: String) -> String { path.utf8.first == UInt8(ascii: "/") ? path : "./" + path }

    private static func narrow(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & Glibc.S_IFMT == Glibc.S_IFREG else { return }
        if status.st_uid == geteuid(), status.st_mode & 0o077 != 0 { chmod(path, status.st_mode & 0o700) }
    }
}
