package import Glibc
package import HookCore

/// Writes files. Every failure is an error, and no link is followed and no file overwritten by accident.
package enum FileWriter {
    /// Replaces a file of ours, or makes the first of its name. Missing parents are made. After a power cut the file
    /// may be empty; `AtomicFile` is for what must not be.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(ParallelError) {
        let root = path.utf8.firstIndex(of: 0x2F) == nil ? 0 : 1
        try makeParents(of: Array(path.utf8), below: root)
        do throws(Errno) {
            try FileReplacement(of: path, bytes: bytes, mode: mode, isDurable: false).commit()
        } catch {
            errno = error.code
            throw failure(Array(path.utf8))
        }
    }

    /// Makes a directory and its missing parents. An existing directory is no error.
    package static func makeDirectory(_ path: String) throws(ParallelError) {
        try makeParents(of: Array((path + "/").utf8), below: 0)
    }

    /// Makes a directory and its missing parents. It gets no more permissions than another directory, for example the
    /// one whose files are copied into it.
    package static func makeDirectory(_ path: String, asClosedAs model: String) throws(ParallelError) {
        var status = stat()
        let mode = stat(model, &status) == 0 ? status.st_mode & 0o777 | 0o700 : 0o700
        let last = Array(path.utf8)
        try makeParents(of: last + [0x2F], below: 0) { $0 == last ? mode : 0o777 }
    }

    /// Makes a new file; the umask applies. Where that fails, no part of it is left.
    package static func create(_ path: PathBytes, bytes: [UInt8], mode: UInt32) throws(ParallelError) {
        let descriptor = open(cString(path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw failure(path) }
        var problem = FileBytes.write(bytes, to: descriptor)
        if close(descriptor) != 0, problem == 0 { problem = errno }
        guard problem != 0 else { return }
        unlink(cString(path))
        errno = problem
        throw failure(path)
    }

    /// Makes a symbolic link.
    package static func link(_ path: PathBytes, to target: [UInt8]) throws(ParallelError) {
        guard symlink(cString(target), cString(path)) == 0 else { throw failure(path) }
    }

    /// Makes the directories between the first `below` bytes of the path and its last component.
    /// - Parameters:
    ///   - followingLinks: false where a link on the way, which may lead anywhere, is an error.
    ///   - permissions: returns the permissions of a directory that is made; the umask applies.
    package static func makeParents(
        of path: PathBytes, below: Int, followingLinks: Bool = true,
        permissions: (_ directory: PathBytes) -> mode_t = { _ in 0o777 }
    ) throws(ParallelError) {
        for index in path.indices where index > below && path[index] == 0x2F {
            let parent = Array(path[..<index])
            guard mkdir(cString(parent), permissions(parent)) == 0 || errno == EEXIST else { throw failure(parent) }
            var status = stat()
            if followingLinks { continue }
            errno = ENOTDIR
            guard lstat(cString(parent), &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw failure(parent)
            }
        }
    }

    /// Whether a failure is of the whole disk or of this process, so that no other file can be written either.
    package static func isGeneral(_ error: ParallelError) -> Bool {
        let codes = [ENOSPC, EDQUOT, EROFS, EIO, ENOMEM, EMFILE, ENFILE]
        return codes.contains { error.cause == String(cString: strerror($0)) }
    }

    private static func cString(_ path: PathBytes) -> [CChar] { (path + [0]).map { CChar(bitPattern: $0) } }

    private static func failure(_ path: PathBytes) -> ParallelError {
        ParallelError(
            .cannotWrite, operation: "write", subject: path.display, message: "the file cannot be written",
            cause: String(cString: strerror(errno)))
    }
}
