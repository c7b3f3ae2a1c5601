// Swift attributes `stat` to this module because its headers are read first.
internal import CLibGit2
internal import CSystem
internal import Files
internal import Glibc
internal import HookCore

/// A file of a working tree that git can store.
struct WorkTreeFile {
    let path: PathBytes
    /// git's mode: 100644, 100755 or 120000.
    let mode: String
    let size: UInt64
    /// The permission bits. git's mode has only one of them.
    let permissions: UInt32
    /// The users who may read the file, as far as its own permissions and those of the directories below the root tell.
    let readers: Readers

    var isLink: Bool { mode == "120000" }

    /// Returns the file that lies at `path` now; nil when no file that git can store does.
    /// - Throws: `.unreadableFile` where that cannot be told.
    static func find(_ path: PathBytes, in root: String) throws(ParallelError) -> WorkTreeFile? {
        guard let (status, readers) = try reached(path, in: root) else { return nil }
        let size = UInt64(max(0, status.st_size))
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            let mode = status.st_mode & 0o100 == 0 ? "100644" : "100755"
            return WorkTreeFile(
                path: path, mode: mode, size: size, permissions: status.st_mode & 0o777, readers: readers)
        case S_IFLNK:
            return WorkTreeFile(path: path, mode: "120000", size: size, permissions: 0o777, readers: readers)
        default: return nil
        }
    }

    /// Returns the status of the file at `path`; nil where there is none. Nil also where a link stands in the place of
    /// one of the directories: the target of that link does not belong to the working tree.
    /// - Throws: `.unreadableFile`.
    static func status(_ path: PathBytes, in root: String) throws(ParallelError) -> stat? {
        try reached(path, in: root)?.status
    }

    private static func reached(
        _ path: PathBytes, in root: String
    ) throws(ParallelError) -> (status: stat, readers: Readers)? {
        var readers = Readers.everybody
        for slash in path.indices where path[slash] == 0x2F {
            let parent = try statusOfLast(Array(path[..<slash]), in: root)
            guard let parent, parent.st_mode & S_IFMT == S_IFDIR else { return nil }
            readers = readers.also(Readers(parent, doubt: .nobody))
        }
        guard let status = try statusOfLast(path, in: root) else { return nil }
        return (status, readers.also(Readers(status, doubt: .nobody)))
    }

    /// Whether the same path of another checkout has the same bytes or target, as far as that can be read.
    func hasSameContent(in root: String, as checkout: String) -> Bool {
        guard let counterpart = try? Self.find(path, in: checkout) else { return false }
        return hasSameContent(in: root, as: counterpart, in: checkout)
    }

    /// Whether another file has the same bytes, or another link the same target. Files are read piece by piece.
    func hasSameContent(in root: String, as other: WorkTreeFile, in otherRoot: String) -> Bool {
        guard isLink == other.isLink, size == other.size else { return false }
        if isLink {
            let target = bytes(in: root)
            return target != nil && target == other.bytes(in: otherRoot)
        }
        let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let descriptors = [open(path.absolute(in: root), flags), open(other.path.absolute(in: otherRoot), flags)]
        defer { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
        guard descriptors.allSatisfy({ $0 >= 0 }) else { return false }
        var pieces = descriptors.map { _ in [UInt8](repeating: 0, count: 1 << 20) }
        var offset: off_t = 0
        while true {
            let counts = descriptors.indices.map { pread(descriptors[$0], &pieces[$0], pieces[$0].count, offset) }
            guard counts[0] == counts[1], counts[0] >= 0 else { return false }
            if counts[0] == 0 { return true }
            guard pieces[0][..<counts[0]] == pieces[1][..<counts[0]] else { return false }
            offset += counts[0]
        }
    }

    /// Returns the file's bytes, or a link's target; nil where they cannot be read.
    func bytes(in root: String) -> [UInt8]? {
        if isLink { return LinkTarget.read(path.absolute(in: root)) }
        return path.absolute(in: root).withUnsafeBufferPointer { $0.baseAddress.flatMap { WholeFile.read($0) } }
    }

    private static func statusOfLast(_ path: PathBytes, in root: String) throws(ParallelError) -> stat? {
        var status = stat()
        if lstat(path.absolute(in: root), &status) == 0 {
            // For a file with an access control list, these bits tell only what the list may grant at most: acl(5).
            let isListed = status.st_mode & 0o070 != 0 && csystem_has_access_list(path.absolute(in: root))
            if isListed { status.st_mode &= ~0o070 }
            return status
        }
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw ParallelError(
            .unreadableFile, operation: "save", subject: root + "/" + path.display,
            message: "it cannot be told what lies there", cause: String(cString: strerror(errno)))
    }
}
