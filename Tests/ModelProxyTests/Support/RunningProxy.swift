import Dispatch
import HTTPClient
import HookCore
import Synchronization
import TestSupport

@testable import ModelProxy

/// A proxy that runs for one test, with a scripted upstream behind it.
final class RunningProxy: Sendable {
    static let key = "sk-ant-the-true-key"

    let proxy: ModelProxy
    let upstream: ScriptedUpstream
    let socket: String
    private let directory = TemporaryDirectory()
    private let isAsked = Atomic(false)
    private let hasEnded = DispatchSemaphore(value: 0)
    private let lines = Lines()
    private let seen = Observations()

    final class Lines: Sendable { let all = Mutex<[String]>([]) }
    final class Observations: Sendable { let all = Mutex<[RequestObservation]>([]) }

    init(
        endpoint: HTTPEndpoint? = nil, limits: ProxyLimits = ProxyLimits(),
        credential: Result<ModelCredential, ParallelError> = .success(.apiKey(Secret(RunningProxy.key))),
        script: @escaping @Sendable (_ head: String, _ client: UnixSocket) -> Void = { _, client in
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
    ) throws {
        upstream = try ScriptedUpstream(in: directory.path, script: script)
        socket = directory.path + "/private/shared/model.sock"
        let (lines, seen) = (lines, seen)
        proxy = ModelProxy(
            socket: socket, upstream: endpoint ?? HTTPEndpoint(socket: upstream.path),
            credentials: { () throws(ParallelError) in try credential.get() },
            limits: limits, observe: { one in seen.all.withLock { $0.append(one) } },
            log: { line in lines.all.withLock { $0.append(line) } })
        let isReady = DispatchSemaphore(value: 0)
        Thread.start { [self] in
            do throws(ParallelError) {
                try proxy.run(isReady: { isReady.signal() }, until: { isAsked.load(ordering: .relaxed) })
            } catch {
                lines.all.withLock { $0.append("did not run: \(error)") }
                isReady.signal()
            }
            hasEnded.signal()
        }
        isReady.wait()
    }

    var log: [String] { lines.all.withLock { $0 } }
    var observations: [RequestObservation] { seen.all.withLock { $0 } }

    func client() throws -> UnixSocket { try UnixSocket(connectingTo: socket) }

    /// Sends a text on a connection of its own and returns all that comes until its end.
    func answer(to text: String) throws -> String {
        let client = try client()
        client.send(text)
        return client.readAll()
    }

    /// Ends proxy and upstream, and waits for the proxy.
    func end() {
        isAsked.store(true, ordering: .relaxed)
        hasEnded.wait()
        upstream.end()
    }

    /// A request for a message, with fields and their line ends.
    static func message(_ body: String, fields: String = "", path: String = "/v1/messages?beta=true") -> String {
        "POST \(path) HTTP/1.1\r\nHost: model\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
