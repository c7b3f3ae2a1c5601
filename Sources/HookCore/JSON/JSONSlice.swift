/// The position of a value in the scanned bytes.
struct JSONSlice: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case string, number, literal, object, array
    }

    let kind: Kind
    /// The value's bytes; for strings without the quotes.
    let range: Range<Int>
    /// Whether the value is a string that holds a backslash and must be decoded.
    let hasEscapes: Bool
}
