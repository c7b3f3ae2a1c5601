internal import Glibc
internal import JSON

/// Writes messages to standard output, which carries nothing else: one a line, whole, from any thread.
final class MessageWriter: @unchecked Sendable {
    private let lock = ThreadLock()
    private var broken = false

    /// Whether nobody reads any more.
    var isBroken: Bool { lock.holding { broken } }

    func send(_ message: JSONValue) {
        let line = Array((message.compactText + "\n").utf8)
        lock.holding {
            if !broken { broken = !Self.write(line) }
        }
    }

    private static func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
            if count < 0, errno == EAGAIN {
                // Whoever gave us the pipe has made it non-blocking; half a message must not be the last.
                var ready = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if count < 0, errno != EINTR {
                return false
            }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }
}
