internal import Glibc
internal import HookCore
internal import JSON

/// A command's connection to the proxy. Used by one thread at a time.
final class ControlConnection {
    /// The time in which the proxy answers, in milliseconds.
    private static let patience: Int64 = 5_000

    private let socket: ClientSocket
    private var lines: LineReader

    /// Connects; nil where nobody listens.
    init?(to path: String) {
        guard let address = try? UnixAddress(path) else { return nil }
        let descriptor = UnixAddress.socket()
        guard descriptor >= 0 else { return nil }
        socket = ClientSocket(descriptor: descriptor)
        lines = LineReader(socket)
        if !address.connect(descriptor) { return nil }
    }

    deinit { close(socket.descriptor) }

    /// Whether the proxy has closed it.
    var isGone: Bool { socket.isGone }

    /// Asks, and waits for the answer.
    /// - Returns: why the proxy refuses; nil: it has done it.
    func ask(_ request: ControlRequest) throws(ConnectionEnd) -> String? {
        try socket.write(request.line, pause: Self.patience)
        let line = try lines.next(before: MonotonicClock.milliseconds() + Self.patience)
        guard let answer = try? JSONDocument(line, name: "answer").value() else { throw .closed }
        return answer["error"]?.string
    }
}
