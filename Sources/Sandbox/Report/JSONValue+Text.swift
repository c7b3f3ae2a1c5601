internal import JSON

extension JSONValue {
    /// Returns a string, or null.
    static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// Returns a number, or null.
    static func number(_ number: (some CustomStringConvertible)?) -> JSONValue {
        number.map { .number($0.description) } ?? .null
    }
}
