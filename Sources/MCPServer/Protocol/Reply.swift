internal import HookCore
internal import JSON

/// Messages of JSON-RPC 2.0 that we send.
enum Reply {
    /// The codes of https://www.jsonrpc.org/specification, section 5.1.
    enum Code: Int {
        case parseError = -32_700
        case invalidRequest = -32_600
        case methodNotFound = -32_601
        case invalidParameters = -32_602
    }

    static func result(_ result: JSONValue, id: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "result": result]
    }

    static func error(_ code: Code, message: String, id: JSONValue) -> JSONValue {
        [
            "jsonrpc": "2.0", "id": id,
            "error": ["code": .number(String(code.rawValue)), "message": .string(message)],
        ]
    }

    static func notification(_ method: String, parameters: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "method": .string(method), "params": parameters]
    }

    /// The result of a tool call that succeeded.
    static func toolResult(_ content: JSONValue, version: ProtocolVersion) -> JSONValue {
        var members: [JSONValue.Member] = [.init("content", value: [text(content.prettyText)])]
        if version.hasStructuredOutput { members.append(.init("structuredContent", value: content)) }
        return .object(members + [.init("isError", value: false)])
    }

    /// The result of a tool call that failed, for the model to act upon.
    static func toolFailure(_ error: ParallelError) -> JSONValue {
        var details = error.subject.isEmpty ? error.message : "\(error.message): \(error.subject)"
        if let cause = error.cause, !cause.isEmpty { details += "\n\(cause)" }
        if let hint = error.hint { details += "\n(\(hint))" }
        return ["content": [text(details)], "isError": true]
    }

    private static func text(_ text: String) -> JSONValue { ["type": "text", "text": .string(text)] }
}
