import Glibc

/// Reads the payload. Claude Code gives a hook a socket and closes it after the JSON; others may give anything.
enum StandardInput {
    private static let mostBytes = 64 << 20
    private static let chunk = 1 << 16

    /// All of standard input, or nil when it did not end in time, cannot be read or is too large to be meant.
    static func readAll() -> [UInt8]? {
        let end = Deadline.now() + Deadline.inputMilliseconds
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 16)
        defer { buffer.deallocate() }
        while bytes.count <= mostBytes {
            guard waitForInput(until: end) else { return nil }
            let count = read(STDIN_FILENO, buffer.baseAddress, chunk)
            if count == 0 { return bytes }
            if count < 0, errno != EINTR, errno != EAGAIN { return nil }
            if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
        }
        return nil
    }

    private static func waitForInput(until end: Int64) -> Bool {
        while true {
            let left = end - Deadline.now()
            guard left > 0 else { return false }
            var entry = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, Int32(left))
            if ready > 0 { return entry.revents & Int16(POLLNVAL) == 0 }
            if ready < 0, errno != EINTR { return false }
        }
    }
}
