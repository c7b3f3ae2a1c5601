/// Finds a few values in the text of one JSON object without building a tree.
///
/// Made for payloads of many megabytes of which a handful of short strings matters: time is linear, nothing is allocated
/// for values that were not asked for, depth is bounded. Keys are those of the top level, or of one level below, written
/// `outer.inner`; the same written as one key of the top level is found, too. When a key occurs twice the last one counts, as in JavaScript.
package struct JSONScanner {
    /// Deeper nesting is refused rather than followed.
    package static let deepest = 512

    /// The wanted values, or nil when the bytes are no JSON object (cut short, trailing text, nested too deeply).
    ///
    /// What stands inside strings that nobody asked for is not checked.
    package static func scan(_ bytes: [UInt8], keys: [String]) -> JSONFields? {
        let wanted = keys.map(Wanted.init)
        var found: [JSONSlice?] = Array(repeating: nil, count: wanted.count)
        let isObject = bytes.withUnsafeBufferPointer { buffer -> Bool in
            var cursor = JSONCursor(buffer)
            cursor.skipSpace()
            let complete = scanObject(&cursor, wanted, under: nil, &found)
            cursor.skipSpace()
            return complete && cursor.isAtEnd
        }
        guard isObject else { return nil }
        var fields = JSONFields(bytes: bytes)
        for (key, slice) in zip(keys, found) { fields.slices[key] = slice }
        return fields
    }

    private struct Wanted {
        let whole: [UInt8]
        let outer: [UInt8]
        let inner: [UInt8]?

        init(_ key: String) {
            whole = Array(key.utf8)
            let parts = key.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1)
            outer = parts.first.map(Array.init) ?? []
            inner = parts.count > 1 ? Array(parts[1]) : nil
        }
    }

    /// Scans an object whose `{` is next; `outer` is its key when it is a nested one.
    private static func scanObject(
        _ cursor: inout JSONCursor, _ wanted: [Wanted], under outer: JSONSlice?, _ found: inout [JSONSlice?]
    ) -> Bool {
        guard cursor.take(UInt8(ascii: "{")) else { return false }
        cursor.skipSpace()
        if cursor.take(UInt8(ascii: "}")) { return true }
        while true {
            guard let key = cursor.takeKey() else { return false }
            let isParent = outer == nil && wanted.contains { $0.inner != nil && cursor.isEqual(key, $0.outer) }
            let value: JSONSlice?
            if isParent, cursor.isNext(UInt8(ascii: "{")) {
                let start = cursor.position
                forget(wanted, under: key, cursor, &found)
                guard scanObject(&cursor, wanted, under: key, &found) else { return false }
                value = JSONSlice(kind: .object, range: start..<cursor.position, hasEscapes: false)
            } else {
                if isParent { forget(wanted, under: key, cursor, &found) }
                value = cursor.takeValue(depth: outer == nil ? 1 : 2)
            }
            guard let value else { return false }
            note(value, of: key, under: outer, wanted, cursor, &found)
            cursor.skipSpace()
            if cursor.take(UInt8(ascii: "}")) { return true }
            guard cursor.take(UInt8(ascii: ",")) else { return false }
            cursor.skipSpace()
        }
    }

    private static func note(
        _ value: JSONSlice, of key: JSONSlice, under outer: JSONSlice?, _ wanted: [Wanted], _ cursor: JSONCursor,
        _ found: inout [JSONSlice?]
    ) {
        for (index, want) in wanted.enumerated() {
            let matches: Bool
            if let outer {
                guard let inner = want.inner else { continue }
                matches = cursor.isEqual(key, inner) && cursor.isEqual(outer, want.outer)
            } else {
                matches = cursor.isEqual(key, want.whole)
            }
            if matches { found[index] = value }
        }
    }

    /// A repeated outer key replaces the whole former object.
    private static func forget(
        _ wanted: [Wanted], under key: JSONSlice, _ cursor: JSONCursor, _ found: inout [JSONSlice?]
    ) {
        for (index, want) in wanted.enumerated() where want.inner != nil && cursor.isEqual(key, want.outer) {
            found[index] = nil
        }
    }
}
