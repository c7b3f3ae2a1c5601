import Glibc
import Synchronization
import TestSupport

/// A server at a unix socket that serves one connection: it reads until it has what it waits for, answers in pieces,
/// and closes.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        /// Reads until the request ends with this text.
        case read(until: String)
        case write(String)
        /// Leaves the connection open until the client closes it.
        case waitForEnd
    }

    let path: String
    private let directory = TemporaryDirectory()
    private let received = Mutex<[UInt8]>([])
    private nonisolated(unsafe) var thread = pthread_t()

    init(_ steps: [Step]) throws {
        path = directory.appending("s")
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, __CONST_SOCKADDR_ARG(__sockaddr__: $0), socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(listener, 1) == 0 else { throw FixtureError("cannot listen at \(path)") }
        let serve = Unmanaged.passRetained(Serving(server: self, listener: listener, steps: steps)).toOpaque()
        pthread_create(
            &thread, nil,
            { data in
                Unmanaged<Serving>.fromOpaque(data!).takeRetainedValue().run()
                return nil
            }, serve)
    }

    /// Waits for the end of the connection.
    /// - Returns: everything that the client has sent.
    func end() -> String {
        pthread_join(thread, nil)
        return received.withLock { String(decoding: $0, as: UTF8.self) }
    }

    private final class Serving {
        let server: ScriptedServer
        let listener: Int32
        let steps: [Step]

        init(server: ScriptedServer, listener: Int32, steps: [Step]) {
            (self.server, self.listener, self.steps) = (server, listener, steps)
        }

        func run() {
            let connection = accept(listener, __SOCKADDR_ARG(__sockaddr__: nil), nil)
            close(listener)
            for step in steps {
                switch step {
                case .read(let end): while !ends(with: end), read(connection) {}
                case .write(let text):
                    let bytes = Array(text.utf8)
                    // A client that has gone is part of some tests.
                    _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                case .waitForEnd: while read(connection) {}
                }
            }
            close(connection)
        }

        private func ends(with text: String) -> Bool {
            server.received.withLock { String(decoding: $0, as: UTF8.self).hasSuffix(text) }
        }

        private func read(_ connection: Int32) -> Bool {
            var chunk = [UInt8](repeating: 0, count: 4_096)
            let count = Glibc.read(connection, &chunk, chunk.count)
            if count > 0 { server.received.withLock { $0 += chunk[..<count] } }
            return count > 0
        }
    }
}
