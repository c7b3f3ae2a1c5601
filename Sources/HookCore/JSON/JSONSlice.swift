/// Where one value stands in the scanned bytes.
struct JSONSlice: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case string, number, literal, object, array
    }

    let kind: Kind
    /// For strings: without the quotes.
    let range: Range<Int>
    /// A string that holds a backslash and must be decoded.
    let hasEscapes: Bool
}
