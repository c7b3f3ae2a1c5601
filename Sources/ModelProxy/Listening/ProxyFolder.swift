internal import Files
internal import Glibc
package import HookCore

/// The proxy's folder in the data directory.
///
/// `shared` in it is mounted into sandboxes, read-only, and is never removed: a proxy that is started anew puts its
/// socket where sandboxes look already. The socket is open to every user, because a container has other ones. On the
/// host nobody else comes to it, because the folder around `shared` is its owner's alone. What is in there beside
/// `shared` is seen by no sandbox.
package struct ProxyFolder: Sendable {
    /// The version of what commands and proxy say to each other. Proxies of different versions live side by side.
    private static let version = 1
    /// The name of the socket in `shared`.
    package static let socketName = "model.sock"

    let path: String

    /// The folder of this version in a data directory.
    package init(dataDirectory: String) { self.init(at: "\(dataDirectory)/model/v\(Self.version)") }

    init(at path: String) { self.path = path }

    /// What sandboxes see.
    package var shared: String { path + "/shared" }
    /// The file for what goes wrong.
    package var log: String { path + "/proxy.log" }
    /// The socket that sandboxes come to.
    var socket: String { shared + "/" + Self.socketName }
    /// The socket that commands come to.
    var control: String { path + "/control.sock" }
    private var lock: String { path + "/lock" }

    /// Makes the folder where it is missing.
    /// - Throws: `.cannotListen` where others can enter it, or its path is too long for sockets.
    package func make() throws(ParallelError) {
        for socket in [control, socket] { _ = try UnixAddress(socket) }
        try FileWriter.makeDirectory(FilePath.folder(of: path))
        try makeFolder(path, mode: 0o700)
        try checkIsPrivate()
        try makeFolder(shared, mode: 0o711)
    }

    /// Runs `body` while this process has the lock: there is one proxy at a time. The kernel ends the lock with its
    /// holder. Its file stays: another process may already have opened it.
    /// - Throws: `.proxyRuns` where another process has the lock; the error of `body`.
    func locked(_ body: () throws(ParallelError) -> Void) throws(ParallelError) {
        let descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw failure(lock, message: "the lock cannot be opened", cause: Errno.current.text)
        }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else {
                throw failure(lock, message: "the lock cannot be taken", cause: Errno.current.text)
            }
            throw ParallelError(
                .proxyRuns, operation: "listen at", subject: socket, message: "another proxy listens there")
        }
        try body()
    }

    private func makeFolder(_ folder: String, mode: mode_t) throws(ParallelError) {
        if mkdir(folder, mode) == 0 {
            // The umask must not matter.
            chmod(folder, mode)
        } else if errno != EEXIST {
            throw failure(folder, message: "the folder cannot be made", cause: Errno.current.text)
        }
    }

    private func checkIsPrivate() throws(ParallelError) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw failure(path, message: "it is no folder")
        }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw failure(
                path, message: "other users of this host can enter the folder",
                hint: "run: chmod 700 \(path), or choose a folder of your own")
        }
    }

    private func failure(
        _ subject: String, message: String, hint: String? = nil, cause: String? = nil
    ) -> ParallelError {
        ParallelError(
            .cannotListen, operation: "listen at", subject: subject, message: message, hint: hint, cause: cause)
    }
}
