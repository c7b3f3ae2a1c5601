internal import Files
internal import Glibc
internal import HookCore

/// A file of a working tree as it was at one moment, not half before and half after somebody wrote to it.
struct StableFile {
    /// git's mode.
    let mode: UInt32
    /// Of its bytes, as they are.
    let id: ObjectID
    let stamp: ContentStamp

    /// Larger files are never held as a whole: nobody knows what lies about untracked.
    static let mostBytes = TextPreview.mostBytes

    private enum Source {
        case file(descriptor: Int32, size: Int)
        case link(target: [UInt8])
    }

    /// A file of any size, or a link.
    /// - Returns: nil when it was written to, replaced or taken away meanwhile, and for anything else.
    /// - Throws: `.unreadableFile`.
    static func read(_ path: PathBytes, in root: String) throws(ParallelError) -> StableFile? {
        let found = try look(path, below: root) { source -> ObjectID? in
            if case .file(let descriptor, let size) = source, size > mostBytes {
                return ObjectID.ofBlob(file: descriptor)
            }
            return bytes(source).flatMap { ObjectID.ofBlob($0) }
        }
        return found.map { StableFile(mode: $0.mode, id: $0.content, stamp: $0.stamp) }
    }

    /// The bytes of a file or the target of a link.
    /// - Returns: nil for those that `read` gives nil for, and for more than `mostBytes`.
    /// - Throws: `.unreadableFile`.
    static func bytes(_ path: PathBytes, in root: String) throws(ParallelError) -> [UInt8]? {
        try look(path, below: root) { bytes($0) }?.content
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

    /// Gives `body` what lies there, and its answer back if nothing has changed until then.
    private static func look<Content>(
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
            guard let target = target(path, below: root), target.count == size else { return nil }
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

    private static func target(_ path: PathBytes, below root: String) -> [UInt8]? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink(path.absolute(in: root), &buffer, buffer.count)
        return count < 0 ? nil : buffer[..<count].map { UInt8(bitPattern: $0) }
    }
}
