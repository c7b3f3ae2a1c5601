internal import Files
internal import Glibc
internal import HookCore

/// A file of a working tree as it was at one moment, not partly before and partly after a write.
struct StableFile {
    /// git's mode.
    let mode: UInt32
    /// The id of its bytes, without any conversion.
    let id: ObjectID
    let stamp: ContentStamp

    /// The size limit for holding a file in memory, in bytes. Untracked files can have any size.
    static let mostBytes = TextPreview.mostBytes

    private enum Source {
        case file(descriptor: Int32, size: Int)
        case link(target: [UInt8])
    }

    /// Reads a file of any size, or a link.
    /// - Returns: nil when it was written to, replaced or removed meanwhile, and for anything else.
    /// - Throws: `.unreadableFile`.
    static func read(_ path: PathBytes, in root: String) throws(ParallelError) -> StableFile? {
        let found = try readStable(path, below: root) { source -> ObjectID? in
            if case .file(let descriptor, let size) = source, size > mostBytes {
                return ObjectID.ofBlob(file: descriptor)
            }
            return bytes(source).flatMap { ObjectID.ofBlob($0) }
        }
        return found.map { StableFile(mode: $0.mode, id: $0.content, stamp: $0.stamp) }
    }

    /// Returns the bytes of a file or the target of a link.
    /// - Returns: nil in the same cases as `read`, and for more than `mostBytes`.
    /// - Throws: `.unreadableFile`.
    static func bytes(_ path: PathBytes, in root: String) throws(ParallelError) -> [UInt8]? {
        try readStable(path, below: root) { bytes($0) }?.content
    }

    private static func bytes(_ source: Source) -> [UInt8]? {
        switch source {
        case .file(let descriptor, let size):
            guard size <= mostBytes, let bytes = WholeFile.contents(of: descriptor), bytes.count == size else {
                return nil
            }
            return bytes
        case .link(let target): return target
        }
    }

    /// Calls `body` with the file, and returns its answer if nothing has changed meanwhile.
    private static func readStable<Content>(
        _ path: PathBytes, below root: String, body: (Source) -> Content?
    ) throws(ParallelError) -> (mode: UInt32, content: Content, stamp: ContentStamp)? {
        var before = stat()
        guard lstat(path.absolute(in: root), &before) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw unreadable(path, below: root)
        }
        guard let (mode, source) = try source(path, below: root, status: before) else { return nil }
        let content = body(source)
        if case .file(let descriptor, _) = source { close(descriptor) }
        var after = stat()
        guard let content, lstat(path.absolute(in: root), &after) == 0, ContentStamp(before) == ContentStamp(after),
            before.st_mode == after.st_mode
        else { return nil }
        return (mode, content, ContentStamp(after))
    }

    private static func source(
        _ path: PathBytes, below root: String, status: stat
    ) throws(ParallelError) -> (mode: UInt32, source: Source)? {
        let size = Int(status.st_size)
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            guard let descriptor = try regular(path, below: root, expected: status) else { return nil }
            let mode: UInt32 = status.st_mode & 0o100 == 0 ? 0o100644 : 0o100755
            return (mode, .file(descriptor: descriptor, size: size))
        case S_IFLNK:
            guard let target = LinkTarget.read(path.absolute(in: root)), target.count == size else { return nil }
            return (TreeEntry.link, .link(target: target))
        default: return nil
        }
    }

    private static func regular(
        _ path: PathBytes, below root: String, expected: stat
    ) throws(ParallelError) -> Int32? {
        let descriptor = open(path.absolute(in: root), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if [ENOENT, ENOTDIR, ELOOP, ENXIO].contains(errno) { return nil }
            throw unreadable(path, below: root)
        }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode == expected.st_mode,
            ContentStamp(status) == ContentStamp(expected)
        {
            return descriptor
        }
        close(descriptor)
        return nil
    }

    private static func unreadable(_ path: PathBytes, below root: String) -> ParallelError {
        ParallelError(
            .unreadableFile, operation: "look at uncommitted work", subject: root + "/" + path.display,
            message: "the file cannot be read", cause: String(cString: strerror(errno)))
    }

}
