import Testing

@testable import HTTPClient
@testable import ModelProxy

@Suite struct UsageTests {
    private static let events =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":10,"
        + "\"cache_read_input_tokens\":3,\"cache_creation_input_tokens\":2,\"output_tokens\":1}}}\n\n"
        + "data: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"message_delta\"}}\n\n"
        + "data: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":7}}\n\n"

    private func usage(_ text: String, type: String, cut: Int = 1_000, isMessage: Bool = true) -> TokenUsage? {
        var reader = UsageReader(isMessage: isMessage)
        var response = HTTPResponse()
        response.status = 200
        response.headers["content-type"] = type
        reader.begin(response)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            Array(rest.prefix(cut)).withUnsafeBytes { reader.read($0) }
            rest = rest.dropFirst(cut)
        }
        return reader.finish()
    }

    @Test(arguments: [1, 7, 1_000]) func `events tell the usage, however they are cut`(cut: Int) {
        let found = usage(Self.events, type: "text/event-stream; charset=utf-8", cut: cut)
        #expect(found?.input == 10)
        #expect(found?.output == 7)
        #expect(found?.cacheRead == 3)
        #expect(found?.cacheCreation == 2)
    }

    @Test func `a whole message tells it too`() {
        let text = #"{"type":"message","usage":{"input_tokens":4,"output_tokens":5}}"#
        let found = usage(text, type: "application/json")
        #expect(found?.input == 4)
        #expect(found?.output == 5)
        #expect(usage(text, type: "application/json", isMessage: false) == nil)
        #expect(usage(text, type: "text/plain") == nil)
    }

    @Test func `a line without an end takes no memory, and the next one counts`() {
        let long = "data: " + String(repeating: "x", count: 1 << 20) + "\n"
        #expect(usage(long + Self.events, type: "text/event-stream")?.output == 7)
    }

    @Test func `the usage of requests is added up`() throws {
        let running = try RunningProxy { _, client in
            client.read(until: "{}")
            client.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
            client.send(String(Self.events.utf8.count, radix: 16) + "\r\n" + Self.events + "\r\n0\r\n\r\n")
        }
        for _ in 0..<2 {
            _ = try running.answer(to: RunningProxy.message("{}", fields: "Connection: close\r\n"))
        }
        running.end()
        #expect(running.observations.first?.usage?.output == 7)
        #expect(running.observations.map(\.task) == ["t1", "t1"])
        #expect(running.observations.first?.sent == Self.events.utf8.count)
        #expect(running.proxy.status.usage.output == 14)
        #expect(running.proxy.status.forwarded == 2)
    }
}
