internal import Glibc
package import HookCore

/// Copies single files between working trees.
package enum FileCopy {
    /// Copies a regular file with its mode and modification time, or a link, also to another file system. Never
    /// overwrites, and never follows a link at the end of the path.
    /// - Returns: the version of the copy; nil where there is nothing to copy or a file lies at the target already.
    /// - Throws: `.cannotWrite`. Then nothing of the copy is left.
    package static func copy(
        _ path: PathBytes, from source: String, to target: String
    ) throws(ParallelError) -> FileVersion? {
        let descriptor = open(path.absolute(in: source), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ELOOP { return try copyLink(path, from: source, to: target) }
            // The file was removed meanwhile, or is a socket.
            if [ENOENT, ENOTDIR, ENXIO].contains(errno) { return nil }
            throw failure("the file cannot be read", at: path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        try makeParents(of: path, from: source, to: target)
        let copyPath = path.absolute(in: target)
        let copy = open(copyPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, status.st_mode & 0o777)
        guard copy >= 0 else {
            if errno == EEXIST { return nil }
            throw failure("the file cannot be made", at: path)
        }
        defer { close(copy) }
        var copier = ContentCopier()
        errno = 0
        guard copier.copy(descriptor, to: copy, size: Int(status.st_size)) != .failed else {
            let error = failure("the file cannot be copied", at: path)
            unlink(copyPath)
            throw error
        }
        var times = [status.st_atim, status.st_mtim]
        futimens(copy, &times)
        var made = stat()
        guard fstat(copy, &made) == 0 else { throw failure("the copy cannot be looked at", at: path) }
        return FileVersion(made)
    }

    /// Copies a link. A relative link to a path inside the working tree leads to the same path in the new one. A
    /// relative link that leaves the working tree leads to the same file as before.
    private static func copyLink(
        _ path: PathBytes, from source: String, to target: String
    ) throws(ParallelError) -> FileVersion? {
        guard var destination = LinkTarget.read(path.absolute(in: source)) else { return nil }
        if leaves(destination, at: path) {
            let directory = path.lastIndex(of: 0x2F).map { [0x2F] + path[..<$0] } ?? []
            destination = Array(source.utf8) + directory + [0x2F] + destination
        }
        try makeParents(of: path, from: source, to: target)
        let text = (destination + [0]).map { CChar(bitPattern: $0) }
        guard symlink(text, path.absolute(in: target)) == 0 else {
            if errno == EEXIST { return nil }
            throw failure("the link cannot be made", at: path)
        }
        return FileVersion(path, in: target)
    }

    /// Makes the directories that lead to the path, with the permissions of the source's. Their owner can write into
    /// them.
    private static func makeParents(
        of path: PathBytes, from source: String, to target: String
    ) throws(ParallelError) {
        let root = Array(target.utf8)
        try FileWriter.makeParents(of: root + [0x2F] + path, below: root.count, followingLinks: false) { parent in
            var status = stat()
            guard lstat(Array(parent.dropFirst(root.count + 1)).absolute(in: source), &status) == 0 else {
                return 0o700
            }
            return status.st_mode & 0o777 | 0o700
        }
    }

    /// Whether a relative link at `path` leads out of the working tree at some step.
    private static func leaves(_ destination: [UInt8], at path: PathBytes) -> Bool {
        if destination.first == 0x2F { return false }
        var depth = path.count { $0 == 0x2F }
        for part in destination.split(separator: 0x2F) where !part.elementsEqual(".".utf8) {
            depth += part.elementsEqual("..".utf8) ? -1 : 1
            if depth < 0 { return true }
        }
        return false
    }

    private static func failure(_ message: String, at path: PathBytes) -> ParallelError {
        // Without an errno, the file has become shorter meanwhile.
        let cause = errno == 0 ? "it was written to meanwhile" : String(cString: strerror(errno))
        return ParallelError(
            .cannotWrite, operation: "copy", subject: path.display, message: message, cause: cause)
    }
}
