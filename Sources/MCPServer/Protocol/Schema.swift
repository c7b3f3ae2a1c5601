internal import ClaudeCode

/// Pieces of JSON Schema.
enum Schema {
    static let text: JSONValue = ["type": "string"]
    static let textOrNull: JSONValue = ["type": ["string", "null"]]
    static let whole: JSONValue = ["type": "integer"]
    static let truth: JSONValue = ["type": "boolean"]

    static func object(_ properties: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
        [
            "type": "object", "properties": .object(properties.map { .init($0.0, $0.1) }),
            "required": .array((required ?? properties.map(\.0)).map { .string($0) }), "additionalProperties": false,
        ]
    }

    static func list(of element: JSONValue) -> JSONValue { ["type": "array", "items": element] }
}

extension JSONValue {
    /// Text, or `null` where there is none.
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    static func whole(_ number: Int) -> JSONValue { .number(String(number)) }
}
