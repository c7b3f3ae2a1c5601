import Glibc

/// Records the state of the file that changes with every stash entry when it was last read, in a small file beside the
/// repository's.
package struct StashMark: Sendable {
    private let path: String
    private let markPath: String

    /// Whether the repository keeps its references in tables.
    package let isInTables: Bool

    /// The mark of a repository's stash. The file is the stash's reflog or, where references lie in tables, the list of
    /// tables, which changes with other references too. Nothing is made.
    package init(in commonDirectory: String) {
        let tables = commonDirectory + "/reftable/tables.list"
        isInTables = access(tables, F_OK) == 0
        path = isInTables ? tables : commonDirectory + "/logs/refs/stash"
        markPath = commonDirectory + "/parallel-cc.stash"
    }

    /// The state of the file, a text that changes with every change of it. Nil where there is no file.
    package var state: String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_size) \(status.st_ino)"
    }

    /// Whether the file may have changed since the last `note`.
    package var isNew: Bool {
        guard let state else { return false }
        return FileBytes.readLine(markPath, spaces: true) != state
    }

    /// Records a state. If that fails, the file is read again later.
    package func note(_ state: String) {
        let temporary = "\(markPath).\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { return }
        let isWritten = FileBytes.write(Array((state + "\n").utf8), to: descriptor) == 0
        close(descriptor)
        if !isWritten || rename(temporary, markPath) != 0 { unlink(temporary) }
    }
}
