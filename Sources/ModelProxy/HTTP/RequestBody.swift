internal import HookCore

/// The content of one request, read from its client while it is sent on. Used by one thread: libcurl calls on the
/// thread that it works on.
final class RequestBody: @unchecked Sendable {
    /// The reader, with what has come beyond the content.
    private(set) var reader: RequestReader
    /// The error to answer with, where the content breaks a rule.
    private(set) var problem: APIError?
    /// The number of bytes of content that have been read.
    private(set) var count = 0

    private let framing: BodyFraming
    private let deadline: Int64
    private var chunks = ChunkDecoder()
    private var isAwaited: Bool

    /// - Parameter isAwaited: whether the client waits for "100 Continue" before it sends.
    init(_ framing: BodyFraming, reader: RequestReader, isAwaited: Bool) {
        self.framing = framing
        self.reader = reader
        self.isAwaited = isAwaited
        deadline = MonotonicClock.milliseconds() + reader.limits.bodyTime
    }

    /// Whether all of it has been read.
    var isFinished: Bool {
        switch framing {
        case .none: true
        case .length(let length): count == length
        case .chunked: chunks.isDone
        }
    }

    /// Fills the buffer with the next piece.
    /// - Returns: the number of bytes; 0 at the end.
    /// - Throws: `.clientGone` where the client goes away, is too slow or breaks a rule; see `problem` then.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ParallelError) -> Int {
        do throws(RequestReader.Failure) {
            return try next(into: buffer)
        } catch {
            switch error {
            case .refused(let error): problem = error
            case .ended(.timedOut):
                problem = APIError(status: 408, message: "the content of the request did not come in time")
            case .ended(.closed): break
            }
        }
        throw ParallelError(.clientGone, operation: "read", message: "the content of the request did not come whole")
    }

    private func next(into buffer: UnsafeMutableRawBufferPointer) throws(RequestReader.Failure) -> Int {
        var written = 0
        while written == 0, !isFinished {
            if reader.waiting.isEmpty { try fill() }
            do { written = try take(into: buffer) } catch { throw .refused(error) }
            count += written
        }
        guard count <= reader.limits.bodyBytes else { throw .refused(BodyFraming.tooLong(reader.limits.bodyBytes)) }
        guard !isFinished || reader.waiting.isEmpty else {
            throw .refused(.malformed("a request that does not wait for the answer to the one before it"))
        }
        return written
    }

    private func take(into buffer: UnsafeMutableRawBufferPointer) throws(APIError) -> Int {
        guard case .length(let length) = framing else { return try chunks.decode(&reader.waiting, into: buffer) }
        let piece = reader.waiting.prefix(min(length - count, buffer.count))
        buffer.copyBytes(from: piece)
        reader.waiting = reader.waiting.dropFirst(piece.count)
        return piece.count
    }

    private func fill() throws(RequestReader.Failure) {
        let limits = reader.limits
        if isAwaited {
            isAwaited = false
            do {
                try reader.socket.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), pause: limits.writePause)
            } catch { throw .ended(error) }
        }
        try reader.fill(before: min(deadline, MonotonicClock.milliseconds() + limits.bodyPause))
    }
}
