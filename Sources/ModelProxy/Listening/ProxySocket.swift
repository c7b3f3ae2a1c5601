internal import Files
internal import Glibc
internal import HookCore

/// The unix socket at which the proxy listens, for as long as this value lives.
///
/// `/PRIVATE/SHARED/NAME` is the path. SHARED is mounted into sandboxes, read-only: the socket in it is open to every
/// user, because a container has other ones. On the host nobody else comes to it, because PRIVATE is its owner's alone.
/// The lock lies in PRIVATE, where no sandbox can hold it.
struct ProxySocket: ~Copyable {
    let descriptor: Int32
    private let path: String
    private let lock: Int32

    /// - Throws: `.cannotListen`; `.proxyRuns` where another process has the lock.
    init(at path: String) throws(ParallelError) {
        let address = try UnixAddress(path)
        let shared = FilePath.folder(of: path)
        let owned = FilePath.folder(of: shared)
        try Self.makeFolder(owned, mode: 0o700)
        try Self.checkIsPrivate(owned)
        try Self.makeFolder(shared, mode: 0o711)
        let lock = try Self.takeLock(at: shared + ".lock", for: path)
        let descriptor: Int32
        do throws(ParallelError) {
            try Self.removeStale(path)
            descriptor = try Self.listen(at: address, path: path)
        } catch {
            close(lock)
            throw error
        }
        (self.path, self.lock, self.descriptor) = (path, lock, descriptor)
    }

    deinit {
        close(descriptor)
        // The lock is held, so no other proxy can have put its own there. The lock's file stays: another process may
        // already have opened it.
        unlink(path)
        close(lock)
    }

    private static func makeFolder(_ folder: String, mode: mode_t) throws(ParallelError) {
        if mkdir(folder, mode) == 0 {
            // The umask must not matter.
            chmod(folder, mode)
        } else if errno != EEXIST {
            throw failure(folder, message: "the folder cannot be made", cause: Errno.current.text)
        }
    }

    private static func checkIsPrivate(_ folder: String) throws(ParallelError) {
        var status = stat()
        guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw failure(folder, message: "it is no folder")
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw failure(
                folder, message: "other users of this host can enter the folder",
                hint: "run: chmod 700 \(folder), or choose a folder of your own")
        }
    }

    private static func takeLock(at path: String, for socket: String) throws(ParallelError) -> Int32 {
        let lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw failure(path, message: "the lock cannot be opened", cause: Errno.current.text) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(lock)
            guard code == EWOULDBLOCK else {
                throw failure(path, message: "the lock cannot be taken", cause: Errno(code: code).text)
            }
            throw ParallelError(
                .proxyRuns, operation: "listen at", subject: socket, message: "another proxy listens there")
        }
        return lock
    }

    /// Removes the socket of a proxy that has died.
    private static func removeStale(_ path: String) throws(ParallelError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw failure(path, message: "something that is no socket lies there")
        }
        guard unlink(path) == 0 else {
            throw failure(path, message: "the old socket cannot be removed", cause: Errno.current.text)
        }
    }

    private static func listen(at address: UnixAddress, path: String) throws(ParallelError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw failure(path, message: "no socket", cause: Errno.current.text) }
        guard address.bind(descriptor), chmod(path, 0o666) == 0, Glibc.listen(descriptor, 64) == 0 else {
            let cause = Errno.current.text
            close(descriptor)
            throw failure(path, message: "the socket cannot be made", cause: cause)
        }
        return descriptor
    }

    private static func failure(
        _ subject: String, message: String, hint: String? = nil, cause: String? = nil
    ) -> ParallelError {
        ParallelError(
            .cannotListen, operation: "listen at", subject: subject, message: message, hint: hint, cause: cause)
    }
}
