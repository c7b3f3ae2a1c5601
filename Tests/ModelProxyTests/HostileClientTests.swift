import Dispatch
import HTTPClient
import HookCore
import Synchronization
import TestSupport
import Testing

@testable import ModelProxy

@Suite struct HostileClientTests {
    @Test(arguments: [
        ("nonsense\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: m\n\r\n\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.0\r\nHost: m\r\n\r\n", 505), ("GET http://m/ HTTP/1.1\r\nHost: m\r\n\r\n", 400),
        ("G\u{1}T / HTTP/1.1\r\nHost: m\r\n\r\n", 400), ("GET /\u{e9} HTTP/1.1\r\nHost: m\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: m\r\nHost: n\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: m\r\nNo colon\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: m\r\nA : b\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: m\r\nA: b\r\n c\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: m\r\nA: b\rX: c\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: m\r\nA: \0\r\n\r\n", 400),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nContent-Length: +1\r\n\r\nx", 400),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx", 400),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nContent-Length: 68000000\r\n\r\n", 413),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n", 400),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n", 400),
        ("GET /v1/models HTTP/1.1\r\nHost: m\r\n\r\nGET /v1/models HTTP/1.1\r\nHost: m\r\n\r\n", 400),
        ("POST /v1/messages HTTP/1.1\r\nHost: m\r\nContent-Length: 1\r\n\r\nxGET / HTTP/1.1\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: m\r\nLong: " + String(repeating: "x", count: 70_000) + "\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 300) + "\r\n", 431),
    ])
    func `a request that breaks a rule is answered and ends the connection`(request: String, status: Int) throws {
        let running = try RunningProxy { _, client in _ = client.waitForEnd() }
        let isForwarded = request.contains("/v1/messages HTTP/1.1\r\n") || request.hasPrefix("GET /v1/models")
        let answer = try running.answer(
            to: isForwarded
                ? request.replacing("Host: m\r\n", with: "Host: m\r\n" + RunningProxy.authorization, maxReplacements: 1)
                : request)
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 \(status) \r\n"), "\(answer)")
        #expect(answer.contains("connection: close\r\n"))
        #expect(running.observations.map(\.status) == [status])
    }

    @Test func `a head that does not come in time is given up, and nobody waits for it`() throws {
        var limits = ProxyLimits()
        limits.headTime = 400
        let running = try RunningProxy(limits: limits)
        let slow = try running.client()
        slow.send("GET /v1/mod")
        let answer = try running.answer(to: RunningProxy.message("{}", fields: "Connection: close\r\n"))
        #expect(answer.hasSuffix("ok"))
        #expect(slow.readAll().hasPrefix("HTTP/1.1 408 \r\n"))
        running.end()
    }

    @Test func `content that stops coming is given up`() throws {
        var limits = ProxyLimits()
        limits.bodyPause = 200
        let running = try RunningProxy(limits: limits) { _, client in _ = client.waitForEnd() }
        let answer = try running.answer(
            to: "POST /v1/messages HTTP/1.1\r\nHost: m\r\n\(RunningProxy.authorization)Content-Length: 9\r\n\r\nhalf")
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 408 \r\n"))
    }

    @Test func `content in chunks has a limit`() throws {
        var limits = ProxyLimits()
        limits.bodyBytes = 5
        let running = try RunningProxy(limits: limits) { _, client in _ = client.waitForEnd() }
        let answer = try running.answer(
            to: "POST /v1/messages HTTP/1.1\r\nHost: m\r\n\(RunningProxy.authorization)"
                + "Transfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n4\r\nfour\r\n")
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 413 \r\n"))
        #expect(answer.contains("request_too_large"))
    }

    @Test func `an idle connection gives way to a new one, and a connection that says nothing ends`() throws {
        var limits = ProxyLimits()
        limits.connections = 1
        limits.idleTime = 300
        let running = try RunningProxy(limits: limits)
        let idle = try running.client()
        let answer = try running.answer(to: RunningProxy.message("{}", fields: "Connection: close\r\n"))
        #expect(answer.hasSuffix("ok"))
        #expect(idle.waitForEnd())
        let silent = try running.client()
        #expect(silent.waitForEnd())
        running.end()
    }

    @Test func `where all connections are busy a new one is told to come again`() throws {
        var limits = ProxyLimits()
        limits.connections = 1
        let (begun, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let running = try RunningProxy(limits: limits) { _, client in
            begun.signal()
            release.wait()
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let busy = try running.client()
        busy.send(RunningProxy.message("{}", fields: "Connection: close\r\n"))
        begun.wait()
        let refused = try running.client().readAll()
        #expect(refused.hasPrefix("HTTP/1.1 529 \r\n"))
        #expect(refused.contains("x-should-retry: true\r\n"))
        release.signal()
        #expect(busy.readAll().hasSuffix("ok"))
        running.end()
    }

    @Test func `a connection that shows no token gives way to a new one`() throws {
        var limits = ProxyLimits()
        limits.connections = 1
        let running = try RunningProxy(limits: limits)
        let slow = try running.client()
        slow.send("POST /v1/messages HTTP/1.1\r\nHost")
        let answer = try running.answer(to: RunningProxy.message("{}", fields: "Connection: close\r\n"))
        #expect(answer.hasSuffix("ok"))
        #expect(slow.waitForEnd())
        running.end()
    }

    @Test func `one task cannot have all connections`() throws {
        var limits = ProxyLimits()
        limits.connectionsOfTask = 1
        let (begun, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let running = try RunningProxy(limits: limits) { _, client in
            begun.signal()
            release.wait()
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        running.proxy.tasks.add(
            ModelTask(id: "t2", endpoint: HTTPEndpoint(socket: running.upstream.path)) { () throws(ParallelError) in
                .apiKey(Secret("k"))
            }, token: "token-2", seconds: 60)
        let clients = [try running.client(), try running.client()]
        clients[0].send(RunningProxy.message("{}", fields: "Connection: close\r\n"))
        begun.wait()
        let refused = try running.answer(to: RunningProxy.message("{}"))
        #expect(refused.hasPrefix("HTTP/1.1 529 \r\n"))
        #expect(refused.contains("too many connections of this sandbox"))
        clients[1].send(RunningProxy.message("{}", fields: "Connection: close\r\n", token: "token-2"))
        begun.wait()
        for _ in clients { release.signal() }
        for client in clients { #expect(client.readAll().hasSuffix("ok")) }
        running.end()
    }

    @Test func `a client that takes nothing is given up`() throws {
        var limits = ProxyLimits()
        limits.writePause = 200
        let ended = DispatchSemaphore(value: 0)
        let running = try RunningProxy(limits: limits) { _, client in
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n")
            client.send([UInt8](repeating: 0x78, count: 8_000_000))
            ended.signal()
        }
        let client = try running.client()
        client.send(RunningProxy.message("{}"))
        #expect(ended.wait(timeout: .now() + 8) == .success)
        running.end()
        #expect(running.observations.first?.problem == "the client went away")
    }

    @Test func `the end of the proxy ends what is on its way`() throws {
        let begun = DispatchSemaphore(value: 0)
        let running = try RunningProxy { _, client in
            begun.signal()
            _ = client.waitForEnd()
        }
        let (busy, idle) = (try running.client(), try running.client())
        busy.send(RunningProxy.message("{}"))
        begun.wait()
        running.end()
        #expect(idle.waitForEnd())
        #expect(busy.waitForEnd())
        #expect(running.proxy.status.connections == 0)
        #expect(!Files.exists(running.folder.socket))
    }

    @Test func `lines of the log are limited`() throws {
        let lines = RunningProxy.Lines()
        let log = ProxyLog { line in lines.all.withLock { $0.append(line) } }
        for number in 0..<500 { log.add("\(number)") }
        let all = lines.all.withLock { $0 }
        #expect(all.count == 120)
        #expect(all.last == "more lines of this minute are left out")
    }
}
