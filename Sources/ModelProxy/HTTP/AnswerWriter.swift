internal import HookCore

/// Writes one answer to a client, piece by piece. Without a length it goes in chunks, so that an answer that was cut
/// short is not taken for a whole one.
struct AnswerWriter {
    private enum State { case head, length, chunks, done }

    let socket: ClientSocket
    /// The longest time in which the client takes nothing, in milliseconds.
    let pause: Int64
    /// Whether the client may send another request afterwards.
    var keepsConnection: Bool
    /// The status that was sent; nil before.
    private(set) var status: Int?
    /// The number of bytes of content that were sent.
    private(set) var count = 0
    private var state = State.head

    init(_ socket: ClientSocket, pause: Int64, keepsConnection: Bool) {
        self.socket = socket
        self.pause = pause
        self.keepsConnection = keepsConnection
    }

    /// Whether the head has been sent.
    var hasBegun: Bool { state != .head }

    /// Writes the head.
    /// - Parameter length: the number of bytes that will follow; nil where it is not known.
    mutating func begin(
        _ status: Int, fields: [(name: String, value: String)], length: Int?
    ) throws(ConnectionEnd) {
        let isEmpty = status == 204 || status == 304
        var head = "HTTP/1.1 \(status) \r\n"
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        if let length, !isEmpty { head += "content-length: \(length)\r\n" }
        if length == nil, !isEmpty { head += "transfer-encoding: chunked\r\n" }
        head += keepsConnection ? "\r\n" : "connection: close\r\n\r\n"
        self.status = status
        state = length == nil && !isEmpty ? .chunks : .length
        try socket.write(Array(head.utf8), pause: pause)
    }

    /// Writes a piece of the content.
    mutating func write(_ piece: some Collection<UInt8>) throws(ConnectionEnd) {
        guard !piece.isEmpty else { return }
        count += piece.count
        guard state == .chunks else { return try socket.write(Array(piece), pause: pause) }
        let size = Array((String(piece.count, radix: 16) + "\r\n").utf8)
        try socket.write(size + piece + Array("\r\n".utf8), pause: pause)
    }

    /// Ends the content.
    mutating func finish() throws(ConnectionEnd) {
        if state == .chunks { try socket.write(Array("0\r\n\r\n".utf8), pause: pause) }
        state = .done
    }

    /// Answers with an error of our own.
    /// - Parameter isHead: whether the request's method is HEAD, to which an answer has no content.
    mutating func answer(_ error: APIError, isHead: Bool = false) throws(ConnectionEnd) {
        let content = error.content
        try begin(error.status, fields: error.fields, length: content.count)
        if !isHead { try write(content) }
        try finish()
    }
}
