internal import HTTPClient
internal import JSON

/// Reads the usage out of an answer while it passes by. What it does not understand it leaves out.
struct UsageReader {
    private enum Kind { case events, document, other }

    /// The largest line of events, or whole answer, that is looked at.
    private static let most = 256 << 10

    private var kind = Kind.other
    private var line: [UInt8] = []
    private var isLineTooLong = false
    private var found: TokenUsage?

    /// Whether this is an answer to a message; others tell no usage.
    let isMessage: Bool

    init(isMessage: Bool) { self.isMessage = isMessage }

    /// Takes the head of the answer.
    mutating func begin(_ response: HTTPResponse) {
        guard isMessage, response.isSuccess else { return }
        let type = response.headers["content-type"] ?? ""
        kind = type.hasPrefix("text/event-stream") ? .events : type.hasPrefix("application/json") ? .document : .other
    }

    /// Takes a piece of the content.
    mutating func read(_ piece: UnsafeRawBufferPointer) {
        guard kind != .other else { return }
        var rest = piece[...]
        while kind == .events, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<end])
            if !isLineTooLong { readEvent() }
            (line, isLineTooLong) = ([], false)
            rest = rest[(end + 1)...]
        }
        append(rest)
    }

    /// Returns the usage at the end of the answer; nil where it told none.
    mutating func finish() -> TokenUsage? {
        if kind == .document, !isLineTooLong { merge(Self.value(line[...])?["usage"]) }
        return found
    }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) {
        isLineTooLong = isLineTooLong || line.count + bytes.count > Self.most
        if !isLineTooLong { line += bytes }
    }

    /// Reads the data of `message_start`, which tells what was read, and of `message_delta`, which tells what was
    /// written so far. Both begin with their type; most events are others.
    private mutating func readEvent() {
        let mark = Array("data:".utf8)
        guard line.starts(with: mark), String(decoding: line.prefix(60), as: UTF8.self).contains("message_") else {
            return
        }
        let event = Self.value(line.dropFirst(mark.count))
        merge(event?["message"]?["usage"] ?? event?["usage"])
    }

    private mutating func merge(_ usage: JSONValue?) {
        guard let usage else { return }
        var new = found ?? TokenUsage()
        new.input = usage["input_tokens"]?.integer() ?? new.input
        new.output = usage["output_tokens"]?.integer() ?? new.output
        new.cacheRead = usage["cache_read_input_tokens"]?.integer() ?? new.cacheRead
        new.cacheCreation = usage["cache_creation_input_tokens"]?.integer() ?? new.cacheCreation
        found = new
    }

    private static func value(_ bytes: ArraySlice<UInt8>) -> JSONValue? {
        try? JSONDocument(Array(bytes), name: "answer").value()
    }
}
