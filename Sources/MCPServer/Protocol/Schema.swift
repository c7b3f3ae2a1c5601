internal import JSON

/// Pieces of JSON Schema.
enum Schema {
    static let text: JSONValue = ["type": "string"]
    static let textOrNull: JSONValue = ["type": ["string", "null"]]
    static let whole: JSONValue = ["type": "integer"]
    static let wholeOrNull: JSONValue = ["type": ["integer", "null"]]
    static let truth: JSONValue = ["type": "boolean"]
    static let number: JSONValue = ["type": "number"]
    static let texts: JSONValue = list(of: text)

    static func object(_ properties: [(String, JSONValue)], required: [String]? = nil) -> JSONValue {
        [
            "type": "object", "properties": .object(properties.map { .init($0.0, $0.1) }),
            "required": .array((required ?? properties.map(\.0)).map { .string($0) }), "additionalProperties": false,
        ]
    }

    static func list(of element: JSONValue) -> JSONValue { ["type": "array", "items": element] }

    /// Numbers by name, of names that are not known beforehand.
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

    static func choice(_ values: [String], default: String? = nil, _ description: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", "string"), .init("enum", .array(values.map { .string($0) })),
        ]
        if let `default` { members.append(.init("default", .string(`default`))) }
        return .object(members + [.init("description", .string(description))])
    }

    static func whole(_ range: ClosedRange<Int>, default: Int? = nil, _ description: String) -> JSONValue {
        numeric("integer", "\(range.lowerBound)", "\(range.upperBound)", `default`.map(String.init), description)
    }

    static func number(_ range: ClosedRange<Double>, default: Double? = nil, _ description: String) -> JSONValue {
        numeric("number", "\(range.lowerBound)", "\(range.upperBound)", `default`.map { "\($0)" }, description)
    }

    static func truth(default: Bool, _ description: String) -> JSONValue {
        ["type": "boolean", "default": .bool(`default`), "description": .string(description)]
    }

    private static func numeric(
        _ type: String, _ least: String, _ most: String, _ default: String?, _ description: String
    ) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", .string(type)), .init("minimum", .number(least)), .init("maximum", .number(most)),
        ]
        if let `default` { members.append(.init("default", .number(`default`))) }
        return .object(members + [.init("description", .string(description))])
    }
}

extension JSONValue {
    /// Text, or `null` where there is none.
    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    static func whole(_ number: some BinaryInteger) -> JSONValue { .number("\(number)") }

    static func optional(whole number: (some BinaryInteger)?) -> JSONValue { number.map { .whole($0) } ?? .null }

    static func texts(_ texts: some Sequence<String>) -> JSONValue { .array(texts.map { .string($0) }) }

    /// The value, or none: written as `? :`, none would become `null`.
    static func when(_ condition: Bool, _ value: JSONValue) -> JSONValue? { condition ? .some(value) : .none }

    /// An object from those members that have a value.
    static func members(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }
}
