/// Reads lines from a connection.
struct LineReader {
    /// The longest line, in bytes. Variables of the environment are shorter.
    private static let most = 1 << 20

    let socket: ClientSocket
    private var waiting: [UInt8] = []

    init(_ socket: ClientSocket) { self.socket = socket }

    /// Returns the next line without its end.
    /// - Parameter deadline: in milliseconds of `MonotonicClock`.
    mutating func next(before deadline: Int64) throws(ConnectionEnd) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 4 << 10)
        while true {
            if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
                defer { waiting.removeFirst(end + 1) }
                return Array(waiting[..<end])
            }
            guard waiting.count < Self.most else { throw .closed }
            var failure: ConnectionEnd?
            let count = chunk.withUnsafeMutableBytes { buffer in
                do throws(ConnectionEnd) {
                    return try socket.read(into: buffer, before: deadline)
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            waiting += chunk[..<count]
        }
    }
}
