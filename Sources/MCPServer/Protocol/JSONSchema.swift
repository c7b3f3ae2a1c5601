internal import JSON

/// Pieces of JSON Schema.
enum JSONSchema {
    static let text: JSONValue = ["type": "string"]
    static let textOrNull: JSONValue = ["type": ["string", "null"]]
    static let whole: JSONValue = ["type": "integer"]
    static let wholeOrNull: JSONValue = ["type": ["integer", "null"]]
    static let truth: JSONValue = ["type": "boolean"]
    static let number: JSONValue = ["type": "number"]
    static let texts: JSONValue = list(of: text)

    static func object(_ properties: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
        [
            "type": "object", "properties": .object(properties.map { .init($0.0, value: $0.1) }),
            "required": .array((required ?? properties.map(\.0)).map { .string($0) }), "additionalProperties": false,
        ]
    }

    static func list(of element: JSONValue) -> JSONValue { ["type": "array", "items": element] }

    /// A schema of numbers by name, for names that are not known beforehand.
    static let counts: JSONValue = ["type": "object", "additionalProperties": ["type": "integer"]]

    // MARK: - Arguments

    static func text(_ description: String, longest: Int = 4_096) -> JSONValue {
        [
            "type": "string", "minLength": 1, "maxLength": .whole(longest), "description": .string(description),
        ]
    }

    static func texts(_ description: String, atMost: Int, atLeast: Int = 1) -> JSONValue {
        [
            "type": "array", "items": ["type": "string", "minLength": 1, "maxLength": 4_096],
            "minItems": .whole(atLeast), "maxItems": .whole(atMost), "description": .string(description),
        ]
    }

    static func choice(_ values: [String], default: String? = nil, description: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", value: "string"), .init("enum", value: .array(values.map { .string($0) })),
        ]
        if let `default` { members.append(.init("default", value: .string(`default`))) }
        return .object(members + [.init("description", value: .string(description))])
    }

    static func whole(_ range: ClosedRange<Int>, default: Int? = nil, description: String) -> JSONValue {
        numeric(
            "integer", least: "\(range.lowerBound)", most: "\(range.upperBound)", default: `default`.map(String.init),
            description: description)
    }

    static func number(_ range: ClosedRange<Double>, default: Double? = nil, description: String) -> JSONValue {
        numeric(
            "number", least: "\(range.lowerBound)", most: "\(range.upperBound)", default: `default`.map { "\($0)" },
            description: description)
    }

    static func truth(default: Bool, description: String) -> JSONValue {
        ["type": "boolean", "default": .bool(`default`), "description": .string(description)]
    }

    private static func numeric(
        _ type: String, least: String, most: String, default: String?, description: String
    ) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", value: .string(type)), .init("minimum", value: .number(least)),
            .init("maximum", value: .number(most)),
        ]
        if let `default` { members.append(.init("default", value: .number(`default`))) }
        return .object(members + [.init("description", value: .string(description))])
    }
}

extension JSONValue {
    /// A text, or `null` where there is none.
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    static func whole(_ number: some BinaryInteger) -> JSONValue { .number("\(number)") }

    static func optional(whole number: (some BinaryInteger)?) -> JSONValue { number.map { .whole($0) } ?? .null }

    static func texts(_ texts: some Sequence<String>) -> JSONValue { .array(texts.map { .string($0) }) }

    /// The value, or none. With `? :` a missing value would become `null`.
    static func when(_ condition: Bool, value: JSONValue) -> JSONValue? { condition ? .some(value) : .none }

    /// An object of the members that have a value.
    static func members(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name, value: $0) } })
    }
}
