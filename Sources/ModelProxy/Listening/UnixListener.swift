internal import Files
internal import Glibc
internal import HookCore

/// A unix socket that listens for as long as this value lives. Its owner has the lock of the folder, so that no other
/// proxy can have put its own there.
struct UnixListener: ~Copyable {
    let descriptor: Int32
    private let path: String

    /// Makes the socket. One that a dead proxy has left is removed.
    /// - Throws: `.cannotListen`.
    init(at path: String, mode: mode_t) throws(ParallelError) {
        let address = try UnixAddress(path)
        try Self.removeStale(path)
        descriptor = try Self.listen(at: address, path: path, mode: mode)
        self.path = path
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

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

    private static func listen(at address: UnixAddress, path: String, mode: mode_t) throws(ParallelError) -> Int32 {
        let descriptor = UnixAddress.socket()
        guard descriptor >= 0 else { throw failure(path, message: "no socket", cause: Errno.current.text) }
        guard address.bind(descriptor), chmod(path, mode) == 0, Glibc.listen(descriptor, 64) == 0 else {
            let cause = Errno.current.text
            close(descriptor)
            throw failure(path, message: "the socket cannot be made", cause: cause)
        }
        return descriptor
    }

    private static func failure(_ subject: String, message: String, cause: String? = nil) -> ParallelError {
        ParallelError(.cannotListen, operation: "listen at", subject: subject, message: message, cause: cause)
    }
}
