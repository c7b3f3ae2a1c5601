internal import HookCore
internal import JSON

extension StreamEvent {
    /// Reads a line without its line break. Keys come in any order; what is not known is `other`.
    package init(line: [UInt8]) {
        // Most of a long run are parts of answers and the like; the scan does not build what it passes over.
        let kind = JSONScanner.scan(line, keys: ["type", "subtype"])
        let isKnown = kind?.string("type").map { ["system", "assistant", "user", "result"].contains($0) } ?? false
        guard isKnown, let json = try? JSONDocument(line, name: "stream-json").value() else {
            self = .other
            return
        }
        switch json["type"]?.string {
        case "system": self = Self.system(json)
        case "assistant": self = .assistant(StreamMessage(json))
        case "user": self = Self.user(json)
        case "result": self = .result(StreamResult(json))
        default: self = .other
        }
    }

    private static func system(_ json: JSONValue) -> StreamEvent {
        switch json["subtype"]?.string {
        case "init":
            guard let id = json["session_id"]?.string else { return .other }
            return .initialized(
                StreamSession(id: id, version: json["claude_code_version"]?.string, model: json["model"]?.string))
        case "api_retry":
            return .apiRetry(
                StreamRetry(
                    attempt: json["attempt"]?.integer() ?? 0, mostAttempts: json["max_retries"]?.integer() ?? 0,
                    status: json["error_status"]?.integer(), error: json["error"]?.string))
        case "session_writes_lost": return .sessionWritesLost
        default: return .other
        }
    }

    private static func user(_ json: JSONValue) -> StreamEvent {
        let results = json["message"]?["content"]?.elements?.filter { $0["type"]?.string == "tool_result" } ?? []
        let ids = results.compactMap { $0["tool_use_id"]?.string }
        return ids.isEmpty ? .other : .toolResults(ids)
    }
}

extension StreamMessage {
    init(_ json: JSONValue) {
        let message = json["message"]
        id = message?["id"]?.string
        toolCalls =
            message?["content"]?.elements?.compactMap { block in
                guard block["type"]?.string == "tool_use", let id = block["id"]?.string,
                    let name = block["name"]?.string
                else { return nil }
                return StreamToolCall(id: id, name: name)
            } ?? []
        let usage = message?["usage"]
        inputTokens = ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"].reduce(0) {
            $0 + (usage?[$1]?.integer() ?? 0)
        }
        isAPIError = json["is_api_error_message"]?.bool ?? false
    }
}
