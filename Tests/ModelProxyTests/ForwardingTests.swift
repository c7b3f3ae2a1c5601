import Dispatch
import HTTPClient
import HookCore
import Synchronization
import TestSupport
import Testing

@testable import ModelProxy

@Suite struct ForwardingTests {
    private let ending = "Connection: close\r\n"

    @Test func `the client's credential is replaced, and the rest of its request goes on`() throws {
        let running = try RunningProxy { _, client in
            client.read(until: "{\"a\":1}")
            client.send(
                "HTTP/1.1 200 OK\r\nRequest-Id: r1\r\nSet-Cookie: a=b\r\nKeep-Alive: 5\r\nContent-Length: 2\r\n\r\nok")
        }
        let answer = try running.answer(
            to: RunningProxy.message(
                "{\"a\":1}",
                fields: "X-Api-Key: placeholder\r\nCookie: c\r\nX-Hop: 1\r\n"
                    + "anthropic-version: 2023-06-01\r\nConnection: close, x-hop\r\nAccept-Encoding: gzip\r\n"))
        running.end()
        let request = try #require(running.upstream.requests.first)
        #expect(request.hasPrefix("POST /v1/messages?beta=true HTTP/1.1\r\n"))
        #expect(request.contains("x-api-key: \(RunningProxy.key)\r\n"))
        #expect(request.contains("anthropic-version: 2023-06-01\r\n"))
        #expect(request.contains("Content-Length: 7\r\n"))
        #expect(request.contains("accept-encoding: identity\r\n"))
        for gone in ["placeholder", RunningProxy.token, "uthorization", "ookie", "x-hop", "gzip"] {
            #expect(!request.contains(gone))
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 \r\n"))
        #expect(answer.contains("request-id: r1\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nok"))
        for gone in ["set-cookie", "keep-alive", "transfer-encoding"] { #expect(!answer.contains(gone)) }
    }

    @Test func `an answer is passed on piece by piece`() throws {
        let first = DispatchSemaphore(value: 0)
        let running = try RunningProxy { _, client in
            client.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
            first.wait()
            client.send("4\r\none\n\r\n")
            first.wait()
            client.send("4\r\ntwo\n\r\n0\r\n\r\n")
        }
        let client = try running.client()
        client.send(RunningProxy.message("{}"))
        #expect(client.read(until: "\r\n\r\n").contains("content-type: text/event-stream\r\n"))
        first.signal()
        #expect(client.read(until: "one\n\r\n") == "4\r\none\n\r\n")
        first.signal()
        #expect(client.read(until: "0\r\n\r\n") == "4\r\ntwo\n\r\n0\r\n\r\n")
        running.end()
    }

    @Test func `content in chunks goes on in chunks, and one connection has several requests`() throws {
        let running = try RunningProxy { head, client in
            if head.contains("chunked") { client.read(until: "0\r\n\r\n") } else { client.read(until: "two") }
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let client = try running.client()
        client.send(
            "POST /v1/messages HTTP/1.1\r\nHost: m\r\n\(RunningProxy.authorization)Transfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\none\r\n0\r\nT: x\r\n\r\n"
        )
        #expect(client.read(until: "ok").hasPrefix("HTTP/1.1 200"))
        client.send(RunningProxy.message("two"))
        #expect(client.read(until: "ok").hasPrefix("HTTP/1.1 200"))
        running.end()
        #expect(running.upstream.requests.first?.hasSuffix("\r\n\r\n3\r\none\r\n0\r\n\r\n") == true)
        #expect(running.observations.map(\.connection) == [1, 1])
        #expect(running.observations.map(\.received) == [3, 3])
    }

    @Test func `a client that waits before it sends is told to go on`() throws {
        let running = try RunningProxy { _, client in
            client.read(until: "body")
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let client = try running.client()
        client.send(
            "POST /v1/messages HTTP/1.1\r\nHost: m\r\n\(RunningProxy.authorization)Expect: 100-continue\r\n"
                + "Content-Length: 4\r\n\r\n")
        #expect(client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        client.send("body")
        #expect(client.read(until: "ok").hasPrefix("HTTP/1.1 200"))
        running.end()
    }

    @Test func `a failure of the model API is passed on with its fields`() throws {
        let running = try RunningProxy { _, client in
            client.read(until: "{}")
            client.send(
                "HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nanthropic-ratelimit-tokens-remaining: 0\r\n"
                    + "Content-Length: 4\r\n\r\nslow")
        }
        let answer = try running.answer(to: RunningProxy.message("{}", fields: ending))
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 429 \r\n"))
        #expect(answer.contains("retry-after: 7\r\n"))
        #expect(answer.contains("anthropic-ratelimit-tokens-remaining: 0\r\n"))
        #expect(answer.hasSuffix("slow"))
        #expect(running.proxy.status.answers == [4: 1])
    }

    @Test func `an API that is not there is an error in the API's form, without the host's names`() throws {
        let running = try RunningProxy(endpoint: HTTPEndpoint(socket: "/nowhere/upstream"))
        let answer = try running.answer(to: RunningProxy.message("{}"))
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 502 \r\n"))
        #expect(
            answer.hasSuffix(
                #""error":{"type":"api_error","message":"the model API cannot be reached from this host"}}"#))
        #expect(!answer.contains("nowhere"))
        #expect(running.log.contains { $0.contains("/nowhere/upstream") })
    }

    @Test func `an answer that breaks off is not taken for a whole one`() throws {
        let running = try RunningProxy { _, client in
            client.read(until: "{}")
            client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
        }
        let answer = try running.answer(to: RunningProxy.message("{}"))
        running.end()
        #expect(answer.hasSuffix("3\r\none\r\n"))
        #expect(running.observations.first?.problem?.contains("broke off") == true)
    }

    @Test func `a client that goes away ends the request to the model API`() throws {
        let (begun, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let running = try RunningProxy { _, client in
            client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
            begun.signal()
            if client.waitForEnd() { ended.signal() }
        }
        let client = try running.client()
        client.send(RunningProxy.message("{}"))
        begun.wait()
        client.end()
        #expect(ended.wait(timeout: .now() + 8) == .success)
        running.end()
        #expect(running.observations.first?.problem == "the client went away")
    }

    @Test func `two requests are on their way at once`() throws {
        let arrived = Atomic(0)
        let both = DispatchSemaphore(value: 0)
        let running = try RunningProxy { _, client in
            client.read(until: "{}")
            if arrived.add(1, ordering: .relaxed).newValue == 2 {
                both.signal()
                both.signal()
            }
            guard both.wait(timeout: .now() + 8) == .success else { return }
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        let clients = [try running.client(), try running.client()]
        for client in clients { client.send(RunningProxy.message("{}", fields: ending)) }
        for client in clients { #expect(client.readAll().hasSuffix("ok")) }
        running.end()
        #expect(running.proxy.status.answers == [2: 2])
        #expect(Set(running.observations.map(\.connection)) == [1, 2])
    }

    @Test func `an API that says nothing is given up`() throws {
        var limits = ProxyLimits()
        limits.upstreamPause = 200
        let running = try RunningProxy(limits: limits) { _, client in _ = client.waitForEnd() }
        let answer = try running.answer(to: RunningProxy.message("{}"))
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 504 \r\n"))
    }

    @Test func `an answer before the end of the content reaches the client`() throws {
        let running = try RunningProxy { _, client in
            client.send("HTTP/1.1 413 Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig")
        }
        let client = try running.client()
        client.send(
            "POST /v1/messages HTTP/1.1\r\nHost: m\r\n\(RunningProxy.authorization)"
                + "Content-Length: 3000000\r\n\r\n")
        client.send([UInt8](repeating: 0x20, count: 3_000_000))
        let answer = client.readAll()
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 413 \r\n"))
    }
}
