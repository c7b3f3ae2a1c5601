internal import HookCore

/// Reads the requests of one connection, one after the other. What was read beyond a head waits here for the content.
struct RequestReader {
    /// The reasons for which no request comes.
    enum Failure: Error {
        case ended(ConnectionEnd)
        case refused(APIError)
    }

    let socket: ClientSocket
    let limits: ProxyLimits
    var waiting: ArraySlice<UInt8> = []

    init(_ socket: ClientSocket, limits: ProxyLimits) {
        self.socket = socket
        self.limits = limits
    }

    /// Waits for the next request and reads its head.
    /// - Parameter begin: called as soon as its first byte is there.
    mutating func nextHead(begin: () -> Void) throws(Failure) -> RequestHead {
        if waiting.isEmpty { try fill(before: MonotonicClock.milliseconds() + limits.idleTime) }
        begin()
        let deadline = MonotonicClock.milliseconds() + limits.headTime
        var searched = 0
        while true {
            if let end = Self.endOfHead(in: waiting, from: searched) {
                guard end - waiting.startIndex <= limits.headBytes else { break }
                let lines = waiting[..<end]
                waiting = waiting[(end + 2)...]
                do { return try RequestHead(lines) } catch { throw .refused(error) }
            }
            searched = max(0, waiting.count - 3)
            guard waiting.count <= limits.headBytes else { break }
            do { try fill(before: deadline) } catch .ended(.timedOut) {
                throw .refused(APIError(status: 408, message: "the head of the request did not come in time"))
            }
        }
        throw .refused(APIError(status: 431, message: "the head has more than \(limits.headBytes) bytes"))
    }

    /// Reads more into `waiting`.
    mutating func fill(before deadline: Int64) throws(Failure) {
        var end: ConnectionEnd?
        let piece = [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, count in
            do throws(ConnectionEnd) {
                count = try socket.read(into: UnsafeMutableRawBufferPointer(buffer), before: deadline)
            } catch {
                (count, end) = (0, error)
            }
        }
        if let end { throw .ended(end) }
        waiting = waiting.isEmpty ? piece[...] : waiting + piece
    }

    /// Returns the position of the empty line after a head.
    private static func endOfHead(in bytes: ArraySlice<UInt8>, from searched: Int) -> Int? {
        let text = bytes.dropFirst(searched)
        guard text.count >= 4 else { return nil }
        for start in text.startIndex...(text.endIndex - 4)
        where text[start..<(start + 4)].elementsEqual("\r\n\r\n".utf8) {
            return start + 2
        }
        return nil
    }
}
