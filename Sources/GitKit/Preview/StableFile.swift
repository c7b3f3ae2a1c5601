internal import CLibGit2
internal import Glibc
internal import HookCore

/// A file of a working tree as it was at one moment, not half before and half after somebody wrote to it.
struct StableFile {
    /// git's mode.
    let mode: UInt32
    let bytes: [UInt8]
    let stamp: ContentStamp

    enum Outcome {
        case file(StableFile)
        /// It was written to, replaced or taken away meanwhile.
        case changing
    }

    /// - Throws: `.unreadableFile`.
    static func read(_ path: PathBytes, in root: String) throws(ParallelError) -> Outcome {
        var before = stat()
        guard lstat(path.absolute(in: root), &before) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return .changing }
            throw unreadable(path, root)
        }
        let content: [UInt8]?
        let mode: UInt32
        switch before.st_mode & S_IFMT {
        case S_IFREG:
            mode = before.st_mode & 0o100 == 0 ? 0o100644 : 0o100755
            content = try regular(path, root)
        case S_IFLNK:
            mode = TreeEntry.link
            content = target(path, root)
        default: return .changing
        }
        var after = stat()
        guard let content, lstat(path.absolute(in: root), &after) == 0, ContentStamp(before) == ContentStamp(after),
            before.st_mode == after.st_mode, content.count == Int(after.st_size)
        else { return .changing }
        return .file(StableFile(mode: mode, bytes: content, stamp: ContentStamp(after)))
    }

    /// The id of a file that is too large to be held in memory; nil when it changes meanwhile.
    static func name(ofLarge path: PathBytes, in root: String) -> ObjectName? {
        var before = stat()
        var after = stat()
        var id = git_oid()
        LibGit2.start()
        guard lstat(path.absolute(in: root), &before) == 0, before.st_mode & S_IFMT == S_IFREG,
            git_odb_hashfile(&id, path.absolute(in: root), GIT_OBJECT_BLOB) == 0,
            lstat(path.absolute(in: root), &after) == 0, ContentStamp(before) == ContentStamp(after)
        else { return nil }
        return ObjectName(id)
    }

    private static func regular(_ path: PathBytes, _ root: String) throws(ParallelError) -> [UInt8]? {
        let descriptor = open(path.absolute(in: root), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if [ENOENT, ENOTDIR, ELOOP, ENXIO].contains(errno) { return nil }
            throw unreadable(path, root)
        }
        defer { close(descriptor) }
        return WholeFile.contents(of: descriptor)
    }

    private static func unreadable(_ path: PathBytes, _ root: String) -> ParallelError {
        ParallelError(
            .unreadableFile, operation: "look at uncommitted work", subject: root + "/" + path.display,
            message: "the file cannot be read", cause: String(cString: strerror(errno)))
    }

    private static func target(_ path: PathBytes, _ root: String) -> [UInt8]? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink(path.absolute(in: root), &buffer, buffer.count)
        return count < 0 ? nil : buffer[..<count].map { UInt8(bitPattern: $0) }
    }
}
