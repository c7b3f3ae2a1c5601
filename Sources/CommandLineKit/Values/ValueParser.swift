/// The reading of text as an `Element`, and the known facts about its values.
struct ValueParser<Element> {
    /// Reads one value.
    let parse: (String) throws -> Element
    /// Writes one value, for "(default: …)".
    let describe: (Element) -> String
    /// Every accepted spelling, or none when they cannot be listed.
    let allValues: [String]
    /// The type's own completion.
    let completion: CompletionKind

    /// Makes a parser from a caller's closure, about whose values nothing is known.
    static func transform(_ transform: @escaping (String) throws -> Element) -> Self {
        Self(parse: transform, describe: { "\($0)" }, allValues: [], completion: .default)
    }
}

extension ValueParser where Element: ExpressibleByArgument {
    /// The parser of the type itself.
    static var expressible: Self {
        Self(
            parse: { text in
                guard let value = Element(argument: text) else { throw InvalidValue(expectation: expectation) }
                return value
            },
            describe: \.defaultValueDescription,
            allValues: Element.allValueStrings,
            completion: Element.defaultCompletionKind)
    }

    private static var expectation: String? {
        if Element.self is any UnsignedInteger.Type { return "a whole number, not below 0" }
        if Element.self is any BinaryInteger.Type { return "a whole number" }
        if Element.self is any BinaryFloatingPoint.Type { return "a number" }
        return nil
    }
}
