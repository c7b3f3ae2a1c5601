/// A JSON value in memory. It keeps the order of object members and the spelling of numbers.
///
/// Settings are built from such values and read as such; the original text stays with `JSONDocument`.
package enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number as it is written, so that none loses precision.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A name and value of an object.
    package struct Member: Equatable, Sendable {
        /// The decoded name.
        package let key: String
        /// The value, which may be `null`.
        package let value: JSONValue

        /// A member with this name and value.
        package init(_ key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The member of an object with this key; `nil` for other values. Of several equal keys it is the last, as in
    /// JavaScript.
    package subscript(key: String) -> JSONValue? {
        members?.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// The text of a string; `nil` for other values.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The truth value; `nil` for other values.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array; `nil` for other values.
    package var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object in their order; `nil` for other values.
    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// Returns the number as a whole number; `nil` for other values, for fractions, and for numbers that do not fit.
    package func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Integer.self) -> Integer? {
        guard case .number(let text) = self else { return nil }
        if let exact = Integer(text) { return exact }
        return Double(text).flatMap { Integer(exactly: $0) }
    }

    /// The number as a floating-point number; `nil` for other values.
    package var double: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }
}
