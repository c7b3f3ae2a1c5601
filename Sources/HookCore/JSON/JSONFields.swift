/// The values that `JSONScanner` was asked for. Keeps the scanned bytes alive, and decodes only the values that are
/// read.
package struct JSONFields: Sendable {
    let bytes: [UInt8]
    var slices: [String: JSONSlice] = [:]

    /// Returns the text of a string value, escapes decoded; nil when it is missing or no string. Broken UTF-8 and
    /// unpaired surrogates become U+FFFD.
    package func string(_ key: String) -> String? {
        guard let slice = slices[key], slice.kind == .string else { return nil }
        let raw = bytes[slice.range]
        return slice.hasEscapes ? JSONText.decode(raw) : String(decoding: raw, as: UTF8.self)
    }

    /// Returns a whole number; nil when the value is missing, no number, has a fraction or exponent, or does not fit.
    package func integer(_ key: String) -> Int64? {
        guard let slice = slices[key], slice.kind == .number else { return nil }
        return Int64(String(decoding: bytes[slice.range], as: UTF8.self))
    }

    /// Returns a truth value; nil when the value is missing or something else, `null` included.
    package func bool(_ key: String) -> Bool? {
        guard let slice = slices[key], slice.kind == .literal else { return nil }
        switch bytes[slice.range].first {
        case UInt8(ascii: "t"): return true
        case UInt8(ascii: "f"): return false
        default: return nil
        }
    }

    /// Returns the strings of a list, escapes decoded, at most `limit` of them. Other elements are left out. Nil when
    /// the value is missing or no list.
    package func strings(_ key: String, limit: Int) -> [String]? {
        guard let slice = slices[key], slice.kind == .array else { return nil }
        var texts: [String] = []
        forEachElement(of: slice) { element, buffer in
            if element.kind == .string { texts.append(Self.text(element, in: buffer)) }
            return texts.count < limit
        }
        return texts
    }

    /// Returns the number of elements in a list; nil when the value is missing or no list.
    package func count(_ key: String) -> Int? {
        guard let slice = slices[key], slice.kind == .array else { return nil }
        var count = 0
        forEachElement(of: slice) { _, _ in
            count += 1
            return true
        }
        return count
    }

    /// Returns values inside an object that was asked for; nil when the value is missing or no object.
    package func fields(_ key: String, keys: [String]) -> JSONFields? {
        guard let slice = slices[key], slice.kind == .object else { return nil }
        return JSONScanner.scan(Array(bytes[slice.range]), keys: keys)
    }

    /// Returns the length of a string in bytes, escapes included; nil when the value is missing or no string.
    package func length(_ key: String) -> Int? {
        guard let slice = slices[key], slice.kind == .string else { return nil }
        return slice.range.count
    }

    /// Calls `body` for the elements of a list.
    /// - Parameter body: returns whether to go on.
    private func forEachElement(
        of list: JSONSlice, body: (JSONSlice, UnsafeBufferPointer<UInt8>) -> Bool
    ) {
        bytes[list.range].withUnsafeBufferPointer { buffer in
            var cursor = JSONCursor(buffer)
            _ = cursor.take(UInt8(ascii: "["))
            cursor.skipSpace()
            while let element = cursor.takeValue(depth: 1), body(element, buffer) {
                cursor.skipSpace()
                guard cursor.take(UInt8(ascii: ",")) else { return }
                cursor.skipSpace()
            }
        }
    }

    private static func text(_ slice: JSONSlice, in buffer: UnsafeBufferPointer<UInt8>) -> String {
        let raw = buffer[slice.range]
        return slice.hasEscapes ? JSONText.decode(ArraySlice(raw)) : String(decoding: raw, as: UTF8.self)
    }
}
