internal import ClaudeCode

/// Answers of JSON-RPC 2.0.
enum Reply {
    /// https://www.jsonrpc.org/specification, section 5.1.
    enum Code: Int {
        case parseError = -32_700
        case invalidRequest = -32_600
        case methodNotFound = -32_601
        case invalidParameters = -32_602
    }

    static func result(_ result: JSONValue, id: JSONValue) -> JSONValue {
        ["jsonrpc": "2.0", "id": id, "result": result]
    }

    static func error(_ code: Code, _ message: String, id: JSONValue) -> JSONValue {
        [
            "jsonrpc": "2.0", "id": id,
            "error": ["code": .number(String(code.rawValue)), "message": .string(message)],
        ]
    }
}
