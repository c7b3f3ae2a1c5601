import HookCore
import Synchronization
import TestSupport
import Testing

@testable import HTTPClient

@Suite struct HTTPClientTests {
    private func client(_ server: ScriptedServer) -> HTTPClient { HTTPClient(HTTPEndpoint(socket: server.path)) }

    @Test func `an answer has its status, its fields by lower-case name and its content`() throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"), .write("HTTP/1.1 200 OK\r\nAPI-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK"),
        ])
        let (response, content) = try client(server).send(HTTPRequest(.get, "/_ping"))
        #expect(response.status == 200)
        #expect(response.headers["api-version"] == "1.41")
        #expect(content == Array("OK".utf8))
        #expect(server.end().hasPrefix("GET /_ping HTTP/1.1\r\n"))
    }

    @Test func `a status of failure is an answer`() throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"), .write("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone"),
        ])
        let (response, content) = try client(server).send(HTTPRequest(.delete, "/containers/x"))
        #expect(response.status == 404)
        #expect(content == Array("none".utf8))
        #expect(server.end().hasPrefix("DELETE /containers/x HTTP/1.1\r\n"))
    }

    @Test(arguments: [HTTPRequest.Method.post, .put])
    func `bytes go along with their length and without waiting for the server`(method: HTTPRequest.Method) throws {
        let server = try ScriptedServer([
            .read(until: "{\"a\":1}"), .write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"),
        ])
        let request = HTTPRequest(
            method, "/x", headers: [("Content-Type", "application/json")], body: .bytes(Array("{\"a\":1}".utf8)))
        #expect(try client(server).send(request).response.status == 201)
        let sent = server.end()
        #expect(sent.hasPrefix("\(method.rawValue) /x HTTP/1.1\r\n"))
        #expect(sent.contains("Content-Type: application/json\r\n"))
        #expect(sent.contains("Content-Length: 7\r\n"))
        #expect(!sent.contains("Expect:"))
    }

    @Test(arguments: [HTTPRequest.Method.post, .put])
    func `a request without content says that it has none`(method: HTTPRequest.Method) throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"), .write("HTTP/1.1 204 No Content\r\n\r\n"),
        ])
        #expect(try client(server).send(HTTPRequest(method, "/x")).response.status == 204)
        #expect(server.end().contains("Content-Length: 0\r\n"))
    }

    @Test func `content that is made while it is sent goes in chunks`() throws {
        let server = try ScriptedServer([
            .read(until: "0\r\n\r\n"), .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ])
        let left = Mutex(["one", "two"])
        let body = HTTPRequest.Body.stream { buffer in
            let next = left.withLock { $0.isEmpty ? "" : $0.removeFirst() }
            buffer.copyBytes(from: next.utf8)
            return next.utf8.count
        }
        #expect(try client(server).send(HTTPRequest(.put, "/x", body: body)).response.isSuccess)
        #expect(server.end().hasSuffix("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"))
    }

    @Test func `content of a known length goes with that length`() throws {
        let server = try ScriptedServer([
            .read(until: "onetwo"), .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        ])
        let left = Mutex(["one", "two"])
        let body = HTTPRequest.Body.stream(length: 6) { buffer in
            let next = left.withLock { $0.isEmpty ? "" : $0.removeFirst() }
            buffer.copyBytes(from: next.utf8)
            return next.utf8.count
        }
        #expect(try client(server).send(HTTPRequest(.post, "/x", body: body)).response.isSuccess)
        let sent = server.end()
        #expect(sent.contains("Content-Length: 6\r\n"))
        #expect(!sent.contains("Transfer-Encoding"))
    }

    @Test func `what fails while content is made ends the exchange and is thrown`() throws {
        let server = try ScriptedServer([.waitForEnd])
        let body = HTTPRequest.Body.stream { _ in
            throw ParallelError("disk-full", operation: "read", message: "no")
        }
        let error = #expect(throws: ParallelError.self) {
            try client(server).send(HTTPRequest(.put, "/x", body: body))
        }
        #expect(error?.code == "disk-full")
        _ = server.end()
    }

    @Test func `an answer that is cut short is an error, though its status was success`() throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"),
            .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"),
        ])
        let error = #expect(throws: ParallelError.self) { try client(server).send(HTTPRequest(.get, "/x")) }
        #expect(error?.code == .connectionLost)
        _ = server.end()
    }

    @Test func `a request is not sent again when the server closes without an answer`() throws {
        let server = try ScriptedServer([.read(until: "\r\n\r\n")])
        let error = #expect(throws: ParallelError.self) {
            try client(server).send(HTTPRequest(.post, "/containers/x/start"))
        }
        #expect(error?.code == .connectionLost)
        #expect(server.end().split(separator: "POST").count == 1)
    }

    @Test func `an answer that is too long is an error`() throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"), .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345"), .waitForEnd,
        ])
        let error = #expect(throws: ParallelError.self) {
            try client(server).send(HTTPRequest(.get, "/x"), limit: 4)
        }
        #expect(error?.code == .answerTooLong)
        _ = server.end()
    }

    @Test func `pieces are handed over as they come, with the head of the answer`() throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"),
            .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"),
            .write("3\r\ntwo\r\n0\r\n\r\n"),
        ])
        var seen = ""
        let response = try client(server).send(HTTPRequest(.get, "/events")) { (head, piece) throws(ParallelError) in
            #expect(head.status == 200)
            seen += String(decoding: piece, as: UTF8.self)
        }
        #expect(seen == "onetwo")
        #expect(response.isSuccess)
        _ = server.end()
    }

    @Test func `an answer that does not come in time is told from a lost connection`() throws {
        let server = try ScriptedServer([.read(until: "\r\n\r\n"), .waitForEnd])
        let error = #expect(throws: ParallelError.self) {
            try client(server).send(HTTPRequest(.get, "/x", seconds: 1))
        }
        #expect(error?.code == .answerTooLate)
        _ = server.end()
    }

    @Test func `the head is handed over before the content comes, and once`() throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"),
            .write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n"),
            .write("1\r\nx\r\n0\r\nTrailer: y\r\n\r\n"),
        ])
        var seen: [String] = []
        _ = try client(server).send(HTTPRequest(.get, "/events")) { head in
            seen.append("\(head.status) \(head.headers["a"] ?? "")")
        } receive: { (_, piece) in
            seen.append(String(decoding: piece, as: UTF8.self))
        }
        #expect(seen == ["200 b", "x"])
        _ = server.end()
    }

    @Test func `a head that the caller refuses ends the exchange`() throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"), .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .waitForEnd,
        ])
        let error = #expect(throws: ParallelError.self) {
            _ = try client(server).send(HTTPRequest(.get, "/x")) { (_) throws(ParallelError) in
                throw ParallelError("refused", operation: "read", message: "no")
            } receive: { _, _ in
            }
        }
        #expect(error?.code == "refused")
        _ = server.end()
    }

    @Test func `a proxy that is named and not there is asked, and its password is not told`() throws {
        let proxy = HTTPEndpoint.Proxy(url: "http://user:hidden@127.0.0.1:1")
        let endpoint = HTTPEndpoint(base: "http://server.invalid", proxy: proxy)
        let error = #expect(throws: ParallelError.self) {
            try HTTPClient(endpoint).send(HTTPRequest(.get, "/"))
        }
        #expect(error?.code == .cannotConnect)
        #expect(error?.cause?.contains("127.0.0.1") == true)
        #expect(!"\(String(describing: error)) \(proxy)".contains("hidden"))
    }

    @Test func `a cancelled exchange ends while nothing comes`() throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"), .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .waitForEnd,
        ])
        let asked = Atomic(0)
        let client = HTTPClient(HTTPEndpoint(socket: server.path)) {
            asked.add(1, ordering: .relaxed).newValue > 3
        }
        let error = #expect(throws: ParallelError.self) { try client.send(HTTPRequest(.get, "/events")) }
        #expect(error?.code == .cancelled)
        _ = server.end()
    }

    @Test func `a server that is not there is named`() throws {
        let path = TemporaryDirectory().appending("nobody")
        let error = #expect(throws: ParallelError.self) {
            try HTTPClient(HTTPEndpoint(socket: path)).send(HTTPRequest(.get, "/_ping"))
        }
        #expect(error?.code == .cannotConnect)
        #expect(error?.message == "no connection to unix://\(path)")
    }

    @Test func `a redirect is an answer`() throws {
        let server = try ScriptedServer([
            .read(until: "\r\n\r\n"),
            .write("HTTP/1.1 301 Moved\r\nLocation: http://example.invalid/\r\nContent-Length: 0\r\n\r\n"),
        ])
        #expect(
            try client(server).send(HTTPRequest(.get, "/x")).response.headers["location"] == "http://example.invalid/")
        _ = server.end()
    }
}
