import Glibc
import TestSupport

/// One end of a connection over a unix socket, with reads that end when nothing comes for 10 seconds.
final class UnixSocket: @unchecked Sendable {
    let descriptor: Int32
    private(set) var received: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    /// A client of the socket at `path`.
    convenience init(connectingTo path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let connected = Self.withAddress(path) { connect(descriptor, $0, $1) }
        guard connected == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw FixtureError("cannot connect to \(path): \(reason)")
        }
        self.init(descriptor)
    }

    deinit { close(descriptor) }

    /// A listening socket.
    static func listening(at path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard withAddress(path, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 16) == 0 else {
            close(descriptor)
            throw FixtureError("cannot listen at \(path)")
        }
        return descriptor
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        // A peer that has gone is part of some tests.
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads until what has come since the last call ends with this text, or there is no more.
    /// - Returns: that text.
    @discardableResult
    func read(until end: String) -> String {
        var text: [UInt8] = []
        while !text.suffix(end.utf8.count).elementsEqual(end.utf8) {
            var byte: UInt8 = 0
            guard recv(descriptor, &byte, 1, 0) == 1 else { break }
            text.append(byte)
        }
        received += text
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads to the end of the connection.
    @discardableResult
    func readAll() -> String { read(until: "\0 never") }

    /// Whether the peer closes the connection.
    func waitForEnd() -> Bool {
        var byte: UInt8 = 0
        while case let count = recv(descriptor, &byte, 1, 0), count != 0 {
            if count < 0 { return errno == ECONNRESET }
        }
        return true
    }

    /// Ends the connection.
    func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func withAddress(
        _ path: String, _ body: (__CONST_SOCKADDR_ARG, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(__CONST_SOCKADDR_ARG(__sockaddr__: $0), socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
