import Glibc

/// A FIFO through which a stand-in tells the test how far it is, so that no test needs to sleep.
final class Signpost {
    let path: String
    private let descriptor: Int32
    private var pending: [UInt8] = []

    init(_ path: String) throws {
        self.path = path
        guard mkfifo(path, 0o600) == 0 else { throw TestFailure("mkfifo: \(errno)") }
        // Read and write: writers never wait for us, and we never see the end between two of them.
        descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw TestFailure("open \(path): \(errno)") }
    }

    deinit { close(descriptor) }

    /// The next line that somebody wrote; fails after 20 seconds.
    func next() throws -> String {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                defer { pending.removeSubrange(...end) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, 20_000) > 0 else { throw TestFailure("nobody wrote to \(path)") }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 { pending.append(contentsOf: buffer[..<count]) }
        }
    }

    /// Whether anything was written that nobody has read yet.
    var isEmpty: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return pending.isEmpty && poll(&entry, 1, 0) == 0
    }
}
