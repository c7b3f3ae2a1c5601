internal import Glibc

/// A file of a working tree that git can store.
struct WorkTreeFile {
    let path: PathBytes
    /// git's mode: 100644, 100755 or 120000.
    let mode: String
    let size: UInt64

    /// What lies at `path` now; nil when nothing that git could store does.
    static func look(_ path: PathBytes, in root: String) -> WorkTreeFile? {
        var status = stat()
        guard lstat(path.absolute(in: root), &status) == 0 else { return nil }
        let size = UInt64(max(0, status.st_size))
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            return WorkTreeFile(path: path, mode: status.st_mode & 0o100 == 0 ? "100644" : "100755", size: size)
        case S_IFLNK: return WorkTreeFile(path: path, mode: "120000", size: size)
        default: return nil
        }
    }
}
