import Dispatch
import Glibc
import HTTPClient
import HookCore
import Synchronization
import TestSupport
import Testing

@testable import ModelProxy

@Suite struct ProxyClientTests {
    private let directory = TemporaryDirectory()
    private var folder: ProxyFolder { ProxyFolder(at: directory.path + "/private") }

    /// The proxies that clients have started, in threads in the place of processes.
    private final class Started: Sendable {
        let all = Mutex<[RunningProxy]>([])
        let failure = ParallelError(.proxyMissing, operation: "start", message: "not now")

        func client(of folder: ProxyFolder, limits: ProxyLimits = ProxyLimits()) -> ProxyClient {
            ProxyClient(folder: folder, startPause: 0) { [self] () throws(ParallelError) in
                guard let proxy = try? RunningProxy(at: folder, limits: limits) else { throw failure }
                all.withLock { $0.append(proxy) }
            }
        }

        /// The proxies that serve or have served; those that another one kept from it are left out.
        var serving: [RunningProxy] { all.withLock { $0.filter(\.log.isEmpty) } }

        func end() { for proxy in all.withLock({ $0 }) { proxy.end() } }
    }

    private func registration(_ task: String, key: String = "sk-1") throws -> TaskRegistration {
        TaskRegistration(
            task: task, token: "token of " + task, seconds: 60,
            model: try HostModel(
                environment: ["ANTHROPIC_API_KEY": key, "ANTHROPIC_BASE_URL": "http://gateway"], directory: "/"))
    }

    @Test func `a client starts the proxy and tells it of its tasks, with the key of each`() throws {
        let started = Started()
        let clients = [started.client(of: folder), started.client(of: folder)]
        try clients[0].register(registration("a", key: "sk-1"))
        try clients[1].register(registration("b", key: "sk-2"))
        let proxy = try #require(started.serving.first?.proxy)
        #expect(started.serving.count == 1)
        for (token, key) in [("token of a", "sk-1"), ("token of b", "sk-2")] {
            let task = try #require(proxy.tasks.task(of: token))
            #expect(task.endpoint.base == "http://gateway")
            #expect(try task.credential().fields.map { $0.value.reveal() } == [key])
        }
        clients[0].remove("a")
        #expect(proxy.tasks.task(of: "token of a") == nil)
        for client in clients { client.end() }
        #expect(proxy.tasks.task(of: "token of b")?.id == "b")
        started.end()
    }

    @Test func `clients that start the proxy at once use the same one`() throws {
        let started = Started()
        let clients = (0..<4).map { _ in started.client(of: folder) }
        let registrations = try (0..<4).map { try registration("t\($0)") }
        DispatchQueue.concurrentPerform(iterations: 4) { number in
            #expect(throws: Never.self) { try clients[number].register(registrations[number]) }
        }
        #expect(started.serving.count == 1)
        for number in 0..<4 { #expect(started.serving.first?.proxy.tasks.task(of: "token of t\(number)") != nil) }
        for client in clients { client.end() }
        started.end()
    }

    @Test func `a proxy that died is started again and told again, and the next request waits for that`() throws {
        let started = Started()
        let client = started.client(of: folder)
        try client.register(registration("a"))
        started.serving.first?.end()
        // It is there again as soon as somebody has noticed.
        var connection: UnixSocket?
        for _ in 0..<3_000 where connection == nil {
            connection = try? UnixSocket(connectingTo: folder.socket)
            if connection == nil { usleep(10_000) }
        }
        connection?.send(
            RunningProxy.message("{}", fields: "Connection: close\r\n", path: "/v1/files", token: "token of a"))
        #expect(connection?.readAll().hasPrefix("HTTP/1.1 403") == true)
        connection = try UnixSocket(connectingTo: folder.socket)
        connection?.send(RunningProxy.message("{}", fields: "Connection: close\r\n", token: "token of a"))
        // The gateway is not there.
        #expect(connection?.readAll().hasPrefix("HTTP/1.1 502") == true)
        #expect(started.all.withLock { $0.count } == 2)
        client.end()
        started.end()
    }

    @Test func `a proxy ends once it has had neither task nor connection for a while`() throws {
        var limits = ProxyLimits()
        limits.unusedTime = 20
        let started = Started()
        let client = started.client(of: folder, limits: limits)
        try client.register(registration("a"))
        let running = try #require(started.serving.first)
        running.proxy.tasks.remove("t1")
        client.end()
        // Its task may still ask.
        let looks = running.lookCount
        while running.lookCount < looks + 10 { usleep(1_000) }
        #expect(Files.exists(folder.control))
        running.proxy.tasks.remove("a")
        #expect(running.waitForEnd())
        #expect(!Files.exists(folder.control))
        #expect(Files.exists(folder.shared))
    }

    @Test func `a proxy whose folder is deleted ends, and the next one serves`() throws {
        let started = Started()
        let client = started.client(of: folder)
        try client.register(registration("a"))
        rename(directory.path + "/private", directory.path + "/gone")
        #expect(started.serving.first?.waitForEnd() == true)
        try client.register(registration("b"))
        #expect(started.serving.last?.proxy.tasks.task(of: "token of a") != nil)
        client.end()
        started.end()
    }

    @Test func `a proxy that cannot be started is an error, and the task is forgotten`() throws {
        let error = ParallelError(.proxyMissing, operation: "start", message: "no such program")
        let client = ProxyClient(folder: folder) { () throws(ParallelError) in throw error }
        #expect(throws: error) { try client.register(registration("a")) }
        client.end()
    }

    @Test func `what is no request is refused, and the connection goes on`() throws {
        let running = try RunningProxy()
        let socket = try UnixSocket(connectingTo: running.folder.control)
        for line in ["nonsense", "{}", #"{"register":"a","token":"","seconds":1,"variables":{}}"#] {
            socket.send(line + "\n")
            #expect(socket.read(until: "\n").contains(#"{"error":"#))
        }
        socket.send(
            #"{"register":"a","token":"x","seconds":1,"variables":{"ANTHROPIC_BASE_URL":"ftp://x"}}"# + "\n")
        #expect(socket.read(until: "\n").contains("https://host/path"))
        socket.send(#"{"register":"a","token":"x","seconds":9,"variables":{"ANTHROPIC_API_KEY":"k"}}"# + "\n")
        #expect(socket.read(until: "\n") == "{}\n")
        #expect(running.proxy.tasks.task(of: "x")?.id == "a")
        running.end()
    }

    @Test func `no way of printing a registration shows what opens the model`() throws {
        let registration = try registration("a", key: "sk-hidden")
        var text = "\(registration) \(String(reflecting: registration))"
        dump(registration, to: &text)
        #expect(!text.contains("hidden"))
        #expect(!text.contains("token"))
    }
}
