import TestSupport
import Testing

@testable import ClaudeCode

/// What the real claude has printed, in `Tests/RealClaude/samples`.
struct StreamEventTests {
    private func events(_ sample: String, piece: Int = 1_000) throws -> [StreamEvent] {
        let folder = #filePath.split(separator: "/").dropLast(2).map { "/" + $0 }.joined()
        let path = "\(folder)/RealClaude/samples/\(sample).jsonl"
        let bytes = try #require(Files.bytes(path))
        var (lines, found) = (StreamLines(), [StreamEvent]())
        for start in stride(from: 0, to: bytes.count, by: piece) {
            found += lines.take(bytes[start..<min(start + piece, bytes.count)]).map(StreamEvent.init(line:))
        }
        return found + (lines.takeRest().map { [StreamEvent(line: $0)] } ?? [])
    }

    private func results(_ sample: String) throws -> [StreamResult] {
        try events(sample).compactMap { event in
            if case .result(let result) = event { result } else { nil }
        }
    }

    @Test(arguments: [1, 7, 1_000, 1_000_000]) func `a run with tools`(piece: Int) throws {
        let events = try events("tools-success", piece: piece)
        guard case .initialized(let session) = events[0] else {
            Issue.record("\(events[0])")
            return
        }
        #expect(session.model == "claude-opus-5-5" && session.version == "2.1.327" && session.id.count == 36)
        let calls = events.flatMap { event in
            if case .assistant(let message) = event { message.toolCalls.map(\.name) } else { [String]() }
        }
        #expect(calls == ["Write", "Read", "Bash", "Edit"])
        let result = try #require(try results("tools-success").last)
        #expect((result.isError, result.turns, result.text) == (false, 5, "All done."))
        #expect((result.costUSD, result.inputTokens, result.outputTokens) == (0.00496, 400, 168))
    }

    @Test func `an error of the API has the subtype success`() throws {
        let result = try #require(try results("api-error-401").last)
        #expect(result.subtype == "success" && result.isError && result.apiErrorStatus == 401)
        let retries = try events("api-error-401").filter { if case .apiRetry = $0 { true } else { false } }
        #expect(
            retries == [
                .apiRetry(StreamRetry(attempt: 1, mostAttempts: 1, status: 401, error: "authentication_failed"))
            ])
    }

    @Test func `one process may have several results`() throws {
        #expect(try results("background-agent-two-results").map(\.text) == ["launched", "Scenario finished."])
    }

    @Test func `other ends`() throws {
        let turns = try #require(try results("max-turns").last)
        #expect(turns.isError && turns.subtype == "error_max_turns" && turns.text == nil)
        #expect(turns.errors == ["Reached maximum number of turns (2)"])
        #expect(try results("sigterm").isEmpty)
        #expect(try results("permission-denied-default-mode").last?.isError == false)
        #expect(try events("partial-messages").contains(.other))
    }

    @Test(arguments: [
        "", "nonsense", "[]", "{}", #"{"type":"new"}"#, #"{"type":"result""#, #"{"type":7}"#, #"{"type":"system"}"#,
        #"{"type":"system","subtype":"init"}"#, #"{"type":"user","message":{"content":"text"}}"#,
    ]) func `what is not known is passed over`(_ line: String) {
        #expect(StreamEvent(line: Array(line.utf8)) == .other)
    }

    @Test func `broken text keeps no result back`() throws {
        let line = Array(#"{"type":"result","result":"a\ud800b "#.utf8) + [0xFF] + Array(#"","is_error":false}"#.utf8)
        guard case .result(let result) = StreamEvent(line: line) else {
            Issue.record("no result")
            return
        }
        #expect(result.text == "a\u{FFFD}b \u{FFFD}" && !result.isError)
    }

    @Test func `a line that is too long is passed over, and the next is not`() {
        var lines = StreamLines(mostBytes: 10)
        var found = lines.take(Array("0123456789".utf8)[...])
        found += lines.take(Array("0123\nnext\n\nlast".utf8)[...])
        #expect(found == [Array("next".utf8)])
        #expect(lines.takeRest() == Array("last".utf8))
    }
}
