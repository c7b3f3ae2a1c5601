internal import Glibc
internal import HookCore

/// The end of what a client's connection gives or takes.
enum ConnectionEnd: Error {
    /// The client has closed it, or the proxy ends.
    case closed
    case timedOut
}

/// One client's connection: reads and writes with time limits, on one thread. The descriptor is closed by its owner.
struct ClientSocket {
    let descriptor: Int32

    /// Reads what there is, and waits for it until `deadline`, in milliseconds of `MonotonicClock`.
    /// - Returns: the number of bytes, at least 1.
    func read(into buffer: UnsafeMutableRawBufferPointer, before deadline: Int64) throws(ConnectionEnd) -> Int {
        while true {
            try wait(for: POLLIN, before: deadline)
            let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 { return count }
            guard count < 0, [EINTR, EAGAIN].contains(errno) else { throw .closed }
        }
    }

    /// Writes all bytes.
    /// - Parameter pause: the longest time in which the client takes nothing.
    func write(_ bytes: [UInt8], pause: Int64) throws(ConnectionEnd) {
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress! + start, $0.count - start, flags) }
            if count >= 0 {
                start += count
            } else if errno == EAGAIN {
                try wait(for: POLLOUT, before: MonotonicClock.milliseconds() + pause)
            } else if errno != EINTR {
                throw .closed
            }
        }
    }

    /// Whether the client has closed the whole connection. One that only sends nothing more is still there.
    var isGone: Bool {
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&state, 1, 0) > 0 && state.revents & Int16(POLLHUP | POLLERR) != 0
    }

    /// Ends the connection so that the client reads the answer to its end: what it still sends is thrown away, for a
    /// while. A connection that is closed with bytes unread makes the client's writes fail, and it never reads.
    func endGently(limit: Int, before deadline: Int64) {
        shutdown(descriptor, Int32(SHUT_WR))
        var left = limit
        withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) { buffer in
            while left > 0, let count = try? read(into: buffer, before: deadline) { left -= count }
        }
    }

    private func wait(for event: Int32, before deadline: Int64) throws(ConnectionEnd) {
        while true {
            let left = deadline - MonotonicClock.milliseconds()
            guard left > 0 else { throw .timedOut }
            var state = pollfd(fd: descriptor, events: Int16(event), revents: 0)
            if poll(&state, 1, Int32(clamping: left)) > 0 { return }
        }
    }
}
