internal import Glibc
package import HookCore

/// Copies single files between working trees.
package enum FileCopy {
    /// Copies a regular file with its mode and modification time, also onto another file system; never overwrites, never
    /// follows a link at the end of the path.
    /// - Returns: the stamp of the copy; nil where there is nothing to copy or
    ///   something lies at the target already.
    /// - Throws: `.cannotWrite`. Then nothing of the copy is left.
    package static func copy(
        _ path: PathBytes, from source: String, to target: String
    ) throws(ParallelError) -> FileVersion? {
        let targetPath = Array(target.utf8) + [0x2F] + path
        let descriptor = open(path.absolute(in: source), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            // Gone meanwhile, a link, or a socket.
            if [ENOENT, ENOTDIR, ELOOP, ENXIO].contains(errno) { return nil }
            throw failure("the file cannot be read", path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        try FileWriter.makeParents(of: targetPath, below: target.utf8.count, followingLinks: false)
        let place = path.absolute(in: target)
        let copy = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, status.st_mode & 0o777)
        guard copy >= 0 else {
            if errno == EEXIST { return nil }
            throw failure("the file cannot be made", path)
        }
        defer { close(copy) }
        var copier = ContentCopier()
        errno = 0
        guard copier.copy(descriptor, to: copy, size: Int(status.st_size)) != .failed else {
            let error = failure("the file cannot be copied", path)
            unlink(place)
            throw error
        }
        var times = [status.st_atim, status.st_mtim]
        futimens(copy, &times)
        return FileVersion(status)
    }

    private static func failure(_ message: String, _ path: PathBytes) -> ParallelError {
        // Without one, the file has become shorter meanwhile.
        let cause = errno == 0 ? "it was written to meanwhile" : String(cString: strerror(errno))
        return ParallelError(
            .cannotWrite, operation: "copy", subject: path.display, message: message, cause: cause)
    }
}
