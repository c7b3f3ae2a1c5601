internal import Glibc

/// A file of a working tree that git can store.
struct WorkTreeFile {
    let path: PathBytes
    /// git's mode: 100644, 100755 or 120000.
    let mode: String
    let size: UInt64
    /// The permission bits, of which git's mode says but one.
    let permissions: UInt32

    /// What lies at `path` now; nil when nothing that git could store does.
    static func look(_ path: PathBytes, in root: String) -> WorkTreeFile? {
        var status = stat()
        guard lstat(path.absolute(in: root), &status) == 0 else { return nil }
        let size = UInt64(max(0, status.st_size))
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            let mode = status.st_mode & 0o100 == 0 ? "100644" : "100755"
            return WorkTreeFile(path: path, mode: mode, size: size, permissions: status.st_mode & 0o777)
        case S_IFLNK: return WorkTreeFile(path: path, mode: "120000", size: size, permissions: 0o777)
        default: return nil
        }
    }
}
