internal import Glibc
internal import HookCore

/// A file of lines of bounded size. A full one goes to `.old`, in place of the one before.
package final class ProxyLogFile: Sendable {
    private let path: Locked<String>
    private let most: Int

    /// - Parameter most: the size at which a file is full, in bytes.
    package init(_ path: String, most: Int = 256 << 10) {
        self.path = Locked(path)
        self.most = most
    }

    /// Adds a line. Where that fails, it is lost: nobody is there to be told.
    package func add(_ line: String) {
        path.withLock { path in
            let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            _ = FileBytes.write(Array((line + "\n").utf8), to: descriptor)
            if lseek(descriptor, 0, SEEK_CUR) >= most { rename(path, path + ".old") }
        }
    }
}
