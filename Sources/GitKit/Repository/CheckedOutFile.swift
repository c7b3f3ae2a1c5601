internal import CLibGit2
internal import Glibc

/// A file or link as it lies in a checkout.
struct CheckedOutFile {
    enum Look {
        case missing
        case older
        /// A directory, a socket, a file that cannot be read.
        case other
        case content(CheckedOutFile)
    }

    /// The target of a link.
    let bytes: [UInt8]
    let isLink: Bool
    /// Its permissions.
    let mode: UInt32

    /// - Parameter since: milliseconds since 1970; what was last written to or renamed before is not read.
    static func read(_ path: PathBytes, in root: String, since: Int64 = .min) -> Look {
        var status = stat()
        guard lstat(path.absolute(in: root), &status) == 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .missing : .other
        }
        let changed = Int64(status.st_ctim.tv_sec) * 1_000 + Int64(status.st_ctim.tv_nsec) / 1_000_000
        if changed < since { return .older }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            guard let file = FileExchange.read(path, in: root) else { return .other }
            return .content(CheckedOutFile(bytes: file.bytes, isLink: false, mode: file.mode))
        case S_IFLNK:
            var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let count = readlink(path.absolute(in: root), &target, target.count)
            guard count >= 0 else { return .other }
            let bytes = target[..<count].map { UInt8(bitPattern: $0) }
            return .content(CheckedOutFile(bytes: bytes, isLink: true, mode: 0))
        default: return .other
        }
    }

    func setExecutable(_ isExecutable: Bool, _ path: PathBytes, in root: String) {
        guard !isLink, (mode & 0o100 != 0) != isExecutable else { return }
        chmod(path.absolute(in: root), isExecutable ? mode | (mode & 0o444) >> 2 : mode & 0o7666)
    }

    /// The permissions that new files do not get.
    static var mask: UInt32 {
        let mask = umask(0o077)
        umask(mask)
        return mask
    }
}
