import Glibc

/// Reads the input that is piped into a program. Claude Code gives a hook a socket and closes it after the JSON. Other
/// callers may give anything, and leave it open.
package enum StandardInput {
    private static let chunk = 1 << 16

    /// Reads all of the input.
    /// - Parameter milliseconds: the time limit.
    /// - Returns: nil when the input did not end in time, cannot be read or has more than `limit` bytes.
    package static func read(limit: Int, within milliseconds: Int64) -> [UInt8]? {
        let end = MonotonicClock.milliseconds() + milliseconds
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 16)
        defer { buffer.deallocate() }
        while bytes.count <= limit {
            guard waitForInput(until: end) else { return nil }
            let count = Glibc.read(STDIN_FILENO, buffer.baseAddress, chunk)
            if count == 0 { return bytes }
            if count < 0, errno != EINTR, errno != EAGAIN { return nil }
            if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
        }
        return nil
    }

    private static func waitForInput(until end: Int64) -> Bool {
        while true {
            let left = end - MonotonicClock.milliseconds()
            guard left > 0 else { return false }
            var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, Int32(left))
            if ready > 0 { return entry.revents & Int16(POLLNVAL) == 0 }
            if ready < 0, errno != EINTR { return false }
        }
    }
}
