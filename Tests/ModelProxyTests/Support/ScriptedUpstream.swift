import Dispatch
import Glibc
import Synchronization

/// A model API at a unix socket: each connection runs the script, on a thread of its own.
final class ScriptedUpstream: Sendable {
    let path: String
    private let listener: Int32
    private let bodies = Mutex<[String]>([])

    /// - Parameter script: serves one connection; the head has been read.
    init(in folder: String, script: @escaping @Sendable (_ head: String, _ client: UnixSocket) -> Void) throws {
        path = folder + "/upstream"
        let listener = try UnixSocket.listening(at: path)
        self.listener = listener
        Thread.start { [self] in
            while case let descriptor = accept(listener, __SOCKADDR_ARG(__sockaddr__: nil), nil), descriptor >= 0 {
                Thread.start { [self] in
                    let client = UnixSocket(descriptor)
                    script(client.read(until: "\r\n\r\n"), client)
                    // A connection that is closed with bytes unread ends with an error at the other side.
                    shutdown(descriptor, Int32(SHUT_WR))
                    client.readAll()
                    note(client)
                }
            }
        }
    }

    /// All that finished connections have received, one text for each.
    var requests: [String] { bodies.withLock { $0 } }

    func end() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func note(_ client: UnixSocket) {
        bodies.withLock { $0.append(String(decoding: client.received, as: UTF8.self)) }
    }
}

/// Threads for servers and proxies of tests.
enum Thread {
    static func start(_ body: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "test").async(execute: body)
    }
}
