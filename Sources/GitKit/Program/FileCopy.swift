internal import CSystem
internal import Glibc
package import HookCore

/// Copies single files between working trees.
package enum FileCopy {
    /// Copies a regular file or symbolic link with its mode and modification time; never overwrites, never follows a link
    /// at the end of the path.
    /// - Returns: the stamp of the copy; nil where there is nothing to copy or
    ///   something lies at the target already.
    package static func copy(
        _ path: PathBytes, from source: String, to target: String
    ) throws(ParallelError) -> FileVersion? {
        let targetPath = Array(target.utf8) + [0x2F] + path
        let descriptor = open(path.absolute(in: source), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        try FileWriter.makeParents(of: targetPath, below: target.utf8.count, followingLinks: false)
        let copy = open(
            path.absolute(in: target), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, status.st_mode & 0o777)
        guard copy >= 0 else { return nil }
        defer { close(copy) }
        if csystem_clone_file(descriptor, copy) != 0 { try copyBytes(descriptor, copy, path) }
        var times = [status.st_atim, status.st_mtim]
        futimens(copy, &times)
        return FileVersion(status)
    }

    private static func copyBytes(_ source: Int32, _ target: Int32, _ path: PathBytes) throws(ParallelError) {
        while true {
            let count = copy_file_range(source, nil, target, nil, 1 << 30, 0)
            if count == 0 { return }
            if count < 0 && errno != EINTR {
                throw ParallelError(
                    .cannotWrite, operation: "copy", subject: path.display, message: "the file cannot be copied",
                    cause: String(cString: strerror(errno)))
            }
        }
    }
}
