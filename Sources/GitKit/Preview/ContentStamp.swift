// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
internal import Glibc

/// The data in a file's `stat` that changes with every write to the file.
package struct ContentStamp: Hashable, Sendable {
    let size: Int64
    /// The time of the last write, in nanoseconds since 1970, as are all times here.
    let modified: Int64
    let changed: Int64
    let inode: UInt64

    init(size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
    }

    init(_ status: stat) {
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
        inode = UInt64(status.st_ino)
    }

    /// Whether the file has not changed for so long that its times would differ after the next write.
    func isSettled(now: Int64) -> Bool { max(modified, changed) < now - 1_000_000_000 }
}
