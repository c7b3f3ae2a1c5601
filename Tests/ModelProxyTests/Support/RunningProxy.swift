import Dispatch
import HTTPClient
import HookCore
import Synchronization
import TestSupport

@testable import ModelProxy

/// A proxy that runs for one test, with a scripted upstream behind it.
final class RunningProxy: Sendable {
    static let key = "sk-ant-the-true-key"
    /// The token of the only task.
    static let token = "token-1"
    /// The field that has it, with its line end.
    static let authorization = "Authorization: Bearer \(token)\r\n"

    let proxy: ModelProxy
    let upstream: ScriptedUpstream
    let folder: ProxyFolder
    private let directory = TemporaryDirectory()
    private let isAsked = Atomic(false)
    private let looks = Atomic(0)
    private let hasEnded = DispatchSemaphore(value: 0)
    private let lines = Lines()
    private let seen = Observations()

    final class Lines: Sendable { let all = Mutex<[String]>([]) }
    final class Observations: Sendable { let all = Mutex<[RequestObservation]>([]) }

    init(
        at folder: ProxyFolder? = nil, endpoint: HTTPEndpoint? = nil, limits: ProxyLimits = ProxyLimits(),
        credential: Result<ModelCredential, ParallelError> = .success(.apiKey(Secret(RunningProxy.key))),
        script: @escaping @Sendable (_ head: String, _ client: UnixSocket) -> Void = { _, client in
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
    ) throws {
        upstream = try ScriptedUpstream(in: directory.path, script: script)
        let folder = folder ?? ProxyFolder(at: directory.path + "/private")
        self.folder = folder
        let (lines, seen) = (lines, seen)
        proxy = ModelProxy(
            folder: folder, limits: limits, observe: { one in seen.all.withLock { $0.append(one) } },
            log: { line in lines.all.withLock { $0.append(line) } })
        let task = ModelTask(id: "t1", endpoint: endpoint ?? HTTPEndpoint(socket: upstream.path)) {
            () throws(ParallelError) in try credential.get()
        }
        proxy.tasks.add(task, token: Self.token, seconds: 3_600)
        let isReady = DispatchSemaphore(value: 0)
        Thread.start { [self] in
            do throws(ParallelError) {
                try proxy.run(isReady: { isReady.signal() }, until: { isAskedToEnd })
            } catch {
                lines.all.withLock { $0.append("did not run: \(error)") }
                isReady.signal()
            }
            hasEnded.signal()
        }
        isReady.wait()
    }

    private var isAskedToEnd: Bool {
        looks.add(1, ordering: .relaxed)
        return isAsked.load(ordering: .relaxed)
    }

    /// How often it has looked whether it is to end.
    var lookCount: Int { looks.load(ordering: .relaxed) }

    /// Waits until it has ended by itself.
    func waitForEnd() -> Bool {
        defer { hasEnded.signal() }
        return hasEnded.wait(timeout: .now() + 10) == .success
    }

    var log: [String] { lines.all.withLock { $0 } }
    var observations: [RequestObservation] { seen.all.withLock { $0 } }

    func client() throws -> UnixSocket { try UnixSocket(connectingTo: folder.socket) }

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
        hasEnded.signal()
        upstream.end()
    }

    /// A request for a message, with fields and their line ends.
    static func message(
        _ body: String, fields: String = "", path: String = "/v1/messages?beta=true", token: String = token
    ) -> String {
        "POST \(path) HTTP/1.1\r\nHost: model\r\nAuthorization: Bearer \(token)\r\n\(fields)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
