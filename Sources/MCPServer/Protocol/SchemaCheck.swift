internal import JSON

/// Checks a value against a schema of ours, in the part of JSON Schema that `JSONSchema` uses, and reports problems in
/// words that help to correct them.
struct SchemaCheck {
    /// The problems, one sentence each, outermost first; empty when there are none.
    private(set) var problems: [String] = []

    init(_ value: JSONValue, against schema: JSONValue) { check(value, schema: schema, at: "") }

    private mutating func check(_ value: JSONValue, schema: JSONValue, at location: String) {
        let types = schema["type"]?.elements?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
        guard types.isEmpty || types.contains(where: { value.has(type: $0) }) else {
            return addProblem(location, problem: "must be \(types.map(Self.article).joined(separator: " or "))")
        }
        if let choices = schema["enum"]?.elements, !choices.contains(value) {
            addProblem(location, problem: "must be one of \(choices.map(\.compactText).joined(separator: ", "))")
        }
        checkSize(value, schema: schema, at: location)
        if let elements = value.elements, let items = schema["items"] {
            for (index, element) in elements.enumerated() { check(element, schema: items, at: "\(location)[\(index)]") }
        }
        if let members = value.members { checkMembers(members, schema: schema, at: location) }
    }

    private mutating func checkMembers(_ members: [JSONValue.Member], schema: JSONValue, at location: String) {
        let known = schema["properties"]?.members ?? []
        let given = Set(members.map(\.key))
        for name in schema["required"]?.elements?.compactMap(\.string) ?? [] where !given.contains(name) {
            addProblem(Self.path(location, name: name), problem: "is missing")
        }
        for member in members {
            if let property = known.first(where: { $0.key == member.key }) {
                check(member.value, schema: property.value, at: Self.path(location, name: member.key))
            } else if schema["additionalProperties"]?.bool == false {
                let names = known.map(\.key).joined(separator: ", ")
                addProblem(
                    Self.path(location, name: member.key),
                    problem: "is unknown; known: \(names.isEmpty ? "none" : names)")
            } else if let others = schema["additionalProperties"], others.members != nil {
                check(member.value, schema: others, at: Self.path(location, name: member.key))
            }
        }
    }

    private mutating func checkSize(_ value: JSONValue, schema: JSONValue, at location: String) {
        let (size, least, most, unit): (Double?, String, String, String) =
            switch value {
            case .number(let text): (Double(text), "minimum", "maximum", "")
            case .string(let text): (Double(text.unicodeScalars.count), "minLength", "maxLength", " characters")
            case .array(let elements): (Double(elements.count), "minItems", "maxItems", " elements")
            default: (nil, "", "", "")
            }
        guard let size else { return }
        if let bound = schema[least]?.numeral, Double(bound).map({ size < $0 }) == true {
            addProblem(
                location, problem: "must have at least \(bound)\(unit)",
                number: unit.isEmpty ? "must be at least \(bound)" : nil)
        }
        if let bound = schema[most]?.numeral, Double(bound).map({ size > $0 }) == true {
            addProblem(
                location, problem: "must have at most \(bound)\(unit)",
                number: unit.isEmpty ? "must be at most \(bound)" : nil)
        }
    }

    private mutating func addProblem(_ location: String, problem: String, number: String? = nil) {
        problems.append("\(location.isEmpty ? "the value" : location) \(number ?? problem)")
    }

    private static func path(_ location: String, name: String) -> String {
        location.isEmpty ? name : "\(location).\(name)"
    }

    private static func article(_ type: String) -> String {
        switch type {
        case "null": "null"
        case "integer": "a whole number"
        case "object", "array": "an \(type)"
        default: "a \(type)"
        }
    }
}

extension JSONValue {
    fileprivate func has(type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .number: type == "number" || type == "integer" && integer(Int64.self) != nil
        case .string: type == "string"
        case .array: type == "array"
        case .object: type == "object"
        }
    }

    fileprivate var numeral: String? {
        if case .number(let text) = self { text } else { nil }
    }
}
