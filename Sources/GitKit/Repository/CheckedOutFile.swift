internal import CLibGit2
internal import Files
internal import Glibc
internal import HookCore

/// A file or link in a checkout.
struct CheckedOutFile {
    enum Look {
        case missing
        /// The path still has the file that lay there before.
        case untouched
        /// A directory, a socket, or a file that cannot be read.
        case other
        case content(CheckedOutFile)
    }

    /// The content, or the target of a link.
    let bytes: [UInt8]
    let isLink: Bool
    /// The permission bits; 0 for a link.
    let mode: UInt32

    /// Reads the file at a path of a checkout.
    /// - Parameter before: the files that lay there before. A file that has not changed since is not read.
    static func read(_ path: PathBytes, in root: String, before: FilesBefore? = nil) -> Look {
        var status = stat()
        guard lstat(path.absolute(in: root), &status) == 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .missing : .other
        }
        if before?.has(path, status: status) == true { return .untouched }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            guard let file = FileExchange.read(path, in: root) else { return .other }
            return .content(CheckedOutFile(bytes: file.bytes, isLink: false, mode: file.mode))
        case S_IFLNK:
            guard let bytes = LinkTarget.read(path.absolute(in: root)) else { return .other }
            return .content(CheckedOutFile(bytes: bytes, isLink: true, mode: 0))
        default: return .other
        }
    }

    /// Whether the file has these bytes or the beginning of them. git writes a file piece by piece, but a link at once.
    func isBeginning(of bytes: [UInt8], link isLink: Bool) -> Bool {
        guard self.isLink == isLink else { return false }
        return isLink ? bytes == self.bytes : bytes.starts(with: self.bytes)
    }

    func setExecutable(_ isExecutable: Bool, at path: PathBytes, in root: String) {
        guard !isLink, (mode & 0o100 != 0) != isExecutable else { return }
        chmod(path.absolute(in: root), isExecutable ? mode | (mode & 0o444) >> 2 : mode & 0o7666)
    }
}
