// Swift attributes `timespec` to this module because its headers are read first.
internal import CLibGit2
package import Files
internal import GitProgram
internal import Glibc

/// The files that lay at the paths of a move before it began. A file that was there before is thus never mistaken for
/// one that git has written.
///
/// Files are recognised by inode and times, compared for equality only: a clock that is set back changes nothing.
package struct FilesBefore: Equatable, Sendable {
    /// The root of the checkout.
    package let root: String
    private let stamps: [PathBytes: String]

    /// Looks at the paths in a checkout. A missing file is no part of the result.
    package init(_ paths: [PathBytes], in root: String) {
        self.root = root
        var stamps: [PathBytes: String] = [:]
        for path in paths {
            var status = stat()
            if lstat(path.absolute(in: root), &status) == 0 { stamps[path] = Self.stamp(status) }
        }
        self.stamps = stamps
    }

    /// Reads the form that `bytes` has; nil for anything else.
    package init?(_ bytes: [UInt8]) {
        var fields = ZeroSeparated.fields(bytes)[...]
        guard let root = fields.popFirst(), root.first == 0x2F else { return nil }
        var stamps: [PathBytes: String] = [:]
        while let path = fields.popFirst() {
            guard let stamp = fields.popFirst() else { return nil }
            stamps[Array(path)] = String(decoding: stamp, as: UTF8.self)
        }
        self.root = String(decoding: root, as: UTF8.self)
        self.stamps = stamps
    }

    /// The form in which the record is stored, NUL-separated: the root, then path and stamp of each file.
    package var bytes: [UInt8] {
        let fields = stamps.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return fields.reduce(into: Array(root.utf8) + [0]) { $0 += $1.key + [0] + Array($1.value.utf8) + [0] }
    }

    /// Whether this is the file that lay there, neither written to nor renamed since.
    func has(_ path: PathBytes, status: stat) -> Bool { stamps[path] == Self.stamp(status) }

    private static func stamp(_ status: stat) -> String {
        let times = [status.st_mtim, status.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
        return "\(status.st_ino) \(status.st_size) \(times[0]) \(times[1])"
    }
}
