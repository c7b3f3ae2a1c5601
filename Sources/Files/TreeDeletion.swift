internal import Glibc
package import HookCore

/// Deletes a directory tree for good. No link is followed, and no other file system is entered. A directory without
/// write permission cannot be emptied; its owner may change that, so it gets the permission first.
package enum TreeDeletion {
    /// Deletes a file, link or directory tree. A path that does not exist is no error.
    /// - Parameter path: its last part is a name. `folder/` and `folder/..` are refused: where a name is missing by
    ///   mistake, everything beside it would go.
    /// - Throws: `.cannotWrite` with the path that could not be deleted. Other files may be gone by then.
    package static func delete(_ path: String) throws(ParallelError) {
        guard FilePath.isPlain(FilePath.name(of: path)) else {
            throw ParallelError(
                .cannotWrite, operation: "delete", subject: path, message: "the path does not end with a name")
        }
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if let mounted = MountPoints.below(path).first {
            throw ParallelError(
                .cannotWrite, operation: "delete", subject: mounted, message: "something is mounted there")
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            if status.st_mode & 0o700 != 0o700 { chmod(path, 0o700) }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { throw failure(path) }
            try empty(descriptor, at: path, device: status.st_dev)
        }
        guard remove(path) == 0 else { throw failure(path) }
    }

    /// Deletes everything in a directory, and not the directory itself.
    /// - Throws: `.cannotWrite`, as `delete`.
    package static func empty(_ path: String) throws(ParallelError) {
        var status = stat()
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw failure(path) }
        try empty(descriptor, at: path, device: status.st_dev)
    }

    /// Deletes everything in a directory. Takes over the descriptor.
    private static func empty(_ descriptor: Int32, at path: String, device: dev_t) throws(ParallelError) {
        guard let directory = try? DirectoryReader(owning: descriptor), let entries = try? directory.entries() else {
            throw failure(path)
        }
        for entry in entries { try delete(entry.name, in: directory.descriptor, at: path, device: device) }
    }

    private static func delete(
        _ name: [UInt8], in directory: Int32, at path: String, device: dev_t
    ) throws(ParallelError) {
        let cName = name.map { CChar(bitPattern: $0) } + [0]
        var status = stat()
        guard fstatat(directory, cName, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            guard unlinkat(directory, cName, 0) == 0 else { throw failure(path + "/" + name.display) }
            return
        }
        guard status.st_dev == device else { throw failure(path + "/" + name.display) }
        if status.st_mode & 0o700 != 0o700 { fchmodat(directory, cName, 0o700, 0) }
        let child = openat(directory, cName, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard child >= 0 else { throw failure(path + "/" + name.display) }
        try empty(child, at: path + "/" + name.display, device: device)
        guard unlinkat(directory, cName, AT_REMOVEDIR) == 0 else { throw failure(path + "/" + name.display) }
    }

    private static func failure(_ path: String) -> ParallelError {
        ParallelError(
            .cannotWrite, operation: "delete", subject: path, message: "it cannot be deleted",
            cause: String(cString: strerror(errno)))
    }
}
