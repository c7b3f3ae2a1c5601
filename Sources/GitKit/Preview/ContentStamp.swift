// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
internal import Glibc

/// What `stat` says of a file and would say otherwise had anybody written to it.
package struct ContentStamp: Hashable, Sendable {
    let size: Int64
    /// Nanoseconds since 1970, as are all times here.
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

    /// Whether the file was left alone long enough for its times to tell the next write from the last one.
    func isSettled(now: Int64) -> Bool { max(modified, changed) < now - 1_000_000_000 }
}
