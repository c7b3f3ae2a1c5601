// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
internal import Glibc

/// Size and modification time of a file: enough to see that it was written to.
package struct FileVersion: Equatable, Sendable {
    package let size: Int64
    /// Nanoseconds since 1970.
    package let modified: Int64

    package init(size: Int64, modified: Int64) {
        self.size = size
        self.modified = modified
    }

    /// Of what lies at `path`, links not followed; nil when nothing does.
    package init?(_ path: PathBytes, in directory: String) {
        var status = stat()
        guard lstat(path.absolute(in: directory), &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}
