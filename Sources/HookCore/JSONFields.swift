/// The values that `JSONScanner` was asked for. Keeps the scanned bytes alive; decodes only what is read.
package struct JSONFields: Sendable {
    let bytes: [UInt8]
    var slices: [String: JSONSlice] = [:]

    /// The text of a string value, escapes decoded; nil when it is missing or no string. Broken UTF-8 and unpaired
    /// surrogates become U+FFFD.
    package func string(_ key: String) -> String? {
        guard let slice = slices[key], slice.kind == .string else { return nil }
        let raw = bytes[slice.range]
        return slice.hasEscapes ? JSONText.decode(raw) : String(decoding: raw, as: UTF8.self)
    }

    /// A whole number; nil when it is missing, no number, has a fraction or exponent, or does not fit.
    package func integer(_ key: String) -> Int64? {
        guard let slice = slices[key], slice.kind == .number else { return nil }
        return Int64(String(decoding: bytes[slice.range], as: UTF8.self))
    }

    /// `true` or `false`; nil when it is missing or something else, `null` included.
    package func bool(_ key: String) -> Bool? {
        guard let slice = slices[key], slice.kind == .literal else { return nil }
        switch bytes[slice.range].first {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: return nil
        }
    }
}
