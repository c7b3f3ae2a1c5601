/// The reading of text as the `Value` of a property: a single value, an optional one, or a growing list.
struct ValueTraits<Value> {
    /// The value without the command line; `nil` makes the argument required.
    let initial: Value?
    /// `initial` as help text, when it is worth showing.
    let defaultText: String?
    let isRepeating: Bool
    let allValues: [String]
    let completion: CompletionKind
    /// Reads one text into the box, replacing or appending.
    let store: (ParsedBox<Value>, String) throws -> Void

    /// Reads exactly one value; a later one replaces an earlier one.
    static func single(_ parser: ValueParser<Value>, initial: Value? = nil) -> Self {
        Self(
            initial: initial, defaultText: initial.map(parser.describe), isRepeating: false,
            allValues: parser.allValues, completion: parser.completion,
            store: { box, text in box.fill(try parser.parse(text)) })
    }

    /// Reads one value or none.
    static func optional<Wrapped>(_ parser: ValueParser<Wrapped>, initial: Wrapped? = nil) -> Self
    where Value == Wrapped? {
        Self(
            initial: .some(initial), defaultText: initial.map(parser.describe), isRepeating: false,
            allValues: parser.allValues, completion: parser.completion,
            store: { box, text in box.fill(try parser.parse(text)) })
    }

    /// Reads any number of values; the first one given replaces the default list.
    static func array<Element>(_ parser: ValueParser<Element>, initial: [Element]? = nil) -> Self
    where Value == [Element] {
        let shown = initial.flatMap { $0.isEmpty ? nil : $0.map(parser.describe).joined(separator: ", ") }
        return Self(
            initial: initial, defaultText: shown, isRepeating: true,
            allValues: parser.allValues, completion: parser.completion,
            store: { box, text in
                let earlier = box.isSet ? box.value ?? [] : []
                box.fill(earlier + [try parser.parse(text)])
            })
    }
}
