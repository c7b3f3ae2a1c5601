internal import Glibc

/// The size, times and inode of a file. They show whether it was written to: a program can set the modification time,
/// but only the kernel sets the time of the last change.
package struct FileVersion: Equatable, Sendable {
    /// The size in bytes.
    package let size: Int64
    /// The modification time, in nanoseconds since 1970.
    package let modified: Int64
    /// The time of the last change of the file or its status (ctime), in nanoseconds since 1970.
    package let changed: Int64
    /// The inode number.
    package let inode: UInt64

    /// A version that was stored before.
    package init(size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
    }

    /// Whether the time of the change has parts of a second. A time in whole seconds cannot tell a second change within
    /// one.
    package var isFine: Bool { changed % 1_000_000_000 != 0 }

    /// A version that no file has.
    package static let unknown = FileVersion(size: 0, modified: 0, changed: 0, inode: 0)

    /// Reads the version of the file at `path`, links not followed; nil when there is none.
    package init?(_ path: PathBytes, in directory: String) {
        var status = stat()
        guard lstat(path.absolute(in: directory), &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        size = Int64(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
        inode = UInt64(status.st_ino)
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
