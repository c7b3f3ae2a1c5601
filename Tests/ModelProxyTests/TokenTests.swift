import Glibc
import HTTPClient
import HookCore
import Testing

@testable import ModelProxy

@Suite struct TokenTests {
    private let ending = "Connection: close\r\n"

    @Test func `each task has its own credential at its own API, at the same time`() throws {
        let other = try RunningProxy { _, client in
            client.read(until: "{}")
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother")
        }
        let running = try RunningProxy()
        let task = ModelTask(id: "t2", endpoint: HTTPEndpoint(socket: other.upstream.path)) {
            () throws(ParallelError) in .token(Secret("second"))
        }
        running.proxy.tasks.add(task, token: "token-2", seconds: 60)
        let clients = [try running.client(), try running.client()]
        for (client, token) in zip(clients, ["token-1", "token-2"]) {
            client.send(RunningProxy.message("{}", fields: ending, token: token))
        }
        #expect(clients[0].readAll().hasSuffix("ok"))
        #expect(clients[1].readAll().hasSuffix("other"))
        running.end()
        other.end()
        #expect(running.upstream.requests.first?.contains("x-api-key: \(RunningProxy.key)\r\n") == true)
        let second = try #require(other.upstream.requests.first)
        #expect(second.contains("authorization: Bearer second\r\n"))
        #expect(!second.contains(RunningProxy.key))
        #expect(Set(running.observations.map(\.task)) == ["t1", "t2"])
    }

    @Test(arguments: [
        "", "Authorization: Bearer unknown\r\n", "Authorization: token-1\r\n", "X-Api-Key: token-1\r\n",
        "Authorization: Bearer token-1\r\nAuthorization: Bearer token-1\r\n", "Authorization: Bearer \r\n",
    ])
    func `a request without the token of a task is refused with what to do`(fields: String) throws {
        var limits = ProxyLimits()
        limits.registrationTime = 0
        let running = try RunningProxy(limits: limits)
        let answer = try running.answer(
            to: "POST /v1/messages HTTP/1.1\r\nHost: m\r\n\(fields)Content-Length: 2\r\n\r\n{}")
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 401 \r\n"))
        #expect(answer.contains("x-should-retry: false\r\n"))
        #expect(answer.contains(#""authentication_error","message":"the model proxy of the host does not know"#))
        #expect(answer.contains("parallel-cc sandbox list"))
        #expect(running.upstream.requests.isEmpty)
        #expect(running.log == ["connection 1: POST /v1/messages: 401: no task has its token"])
    }

    @Test func `just after the start a request waits until its task is told of`() throws {
        let running = try RunningProxy()
        running.proxy.tasks.remove("t1")
        let client = try running.client()
        client.send(RunningProxy.message("{}", fields: ending, token: "token-2"))
        let looks = running.lookCount
        while running.lookCount < looks + 2 { usleep(1_000) }
        let task = ModelTask(id: "t2", endpoint: HTTPEndpoint(socket: running.upstream.path)) {
            () throws(ParallelError) in .token(Secret("second"))
        }
        running.proxy.tasks.add(task, token: "token-2", seconds: 60)
        #expect(client.readAll().hasSuffix("ok"))
        running.end()
    }

    @Test func `a task that is taken out is refused on a connection that it has used before`() throws {
        var limits = ProxyLimits()
        limits.registrationTime = 0
        let running = try RunningProxy(limits: limits)
        let client = try running.client()
        client.send(RunningProxy.message("{}"))
        #expect(client.read(until: "ok").hasPrefix("HTTP/1.1 200"))
        running.proxy.tasks.remove("t1")
        client.send(RunningProxy.message("{}"))
        #expect(client.readAll().hasPrefix("HTTP/1.1 401"))
        running.end()
    }
}
