internal import Files
internal import GitKit
internal import Glibc

/// Files and directories of the checkout that the runner may not read.
enum UnreadableFiles {
    /// Makes them readable, where they are the runner's own.
    /// - Returns: those that are readable now, and those that are not.
    static func open(in root: String) -> (readable: [PathBytes], closed: [PathBytes]) {
        var readable: [PathBytes] = []
        while true {
            let unreadable = TreeFingerprint.of(root).unreadable
            // What lies in a directory is seen only when that is open.
            let opened = unreadable.filter { isOpened($0, in: root) }
            readable += opened
            if opened.isEmpty { return (readable, unreadable) }
        }
    }

    private static func isOpened(_ path: PathBytes, in root: String) -> Bool {
        var status = stat()
        let name = path.absolute(in: root)
        guard lstat(name, &status) == 0, [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else { return false }
        let wanted: mode_t = status.st_mode & S_IFMT == S_IFDIR ? 0o500 : 0o400
        guard status.st_mode & wanted != wanted else { return false }
        return chmod(name, status.st_mode & 0o7777 | wanted) == 0
    }
}
