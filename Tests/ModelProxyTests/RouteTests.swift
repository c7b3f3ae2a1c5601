import HookCore
import Testing

@testable import ModelProxy

@Suite struct RouteTests {
    @Test(arguments: [
        ("POST", "/v1/messages", Route.forward), ("POST", "/v1/messages/count_tokens", .forward),
        ("GET", "/v1/models", .forward), ("GET", "/api/claude_code/settings", .missing),
        ("GET", "/api/claude_code/policy_limits", .missing), ("GET", "/v1/messages", .refuse),
        ("POST", "/v1/messages/", .refuse), ("POST", "//v1/messages", .refuse), ("POST", "/v1/%6dessages", .refuse),
        ("POST", "/v1/messages/../files", .refuse), ("POST", "/v1/messages/batches", .refuse),
        ("GET", "/v1/files", .refuse), ("POST", "/v1/oauth/token", .refuse), ("DELETE", "/v1/models", .refuse),
        ("CONNECT", "example.org:443", .refuse),
    ])
    func `requests go where the table says`(method: String, path: String, route: Route) {
        #expect(Route(method: method, path: path) == route)
    }

    @Test func `what claude can do without is missing at once, and the connection goes on`() throws {
        let running = try RunningProxy()
        let client = try running.client()
        for path in ["settings", "policy_limits"] {
            client.send("GET /api/claude_code/\(path)?x=y HTTP/1.1\r\nHost: m\r\n\r\n")
            #expect(client.read(until: "}}").hasPrefix("HTTP/1.1 404 \r\n"))
        }
        running.end()
        #expect(running.upstream.requests.isEmpty)
        #expect(running.log.isEmpty)
    }

    @Test func `anything else is refused in the API's form, and noted`() throws {
        let running = try RunningProxy()
        let answer = try running.answer(to: RunningProxy.message("body", path: "/v1/files"))
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 403 \r\ncontent-type: application/json\r\nx-should-retry: false\r\n"))
        #expect(
            answer.hasSuffix(
                #"{"type":"error","error":{"type":"permission_error","#
                    + #""message":"POST /v1/files is not allowed in a sandbox"}}"#))
        #expect(running.upstream.requests.isEmpty)
        #expect(running.log == ["task t1, connection 1: POST /v1/files: 403: refused"])
        #expect(running.proxy.status.answers == [4: 1])
    }

    @Test func `an answer to HEAD has no content`() throws {
        let running = try RunningProxy()
        let answer = try running.answer(to: "HEAD / HTTP/1.1\r\nHost: m\r\nConnection: close\r\n\r\n")
        running.end()
        #expect(answer.hasPrefix("HTTP/1.1 403 \r\n"))
        #expect(answer.hasSuffix("\r\n\r\n"))
    }
}
