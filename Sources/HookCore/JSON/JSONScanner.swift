/// Finds a few values in the text of one JSON object without building a tree.
///
/// Made for payloads of many megabytes of which a few short strings matter: time is linear, nothing is allocated for
/// values that were not asked for, depth is bounded. Keys are those of the top level, or of one level below, written
/// `outer.inner`. The same written as one key of the top level is found too. When a key occurs twice the last one
/// counts, as in JavaScript.
package struct JSONScanner {
    /// Returns the wanted values; nil when the bytes are no JSON object (cut short, trailing text, nested too deeply).
    ///
    /// The contents of strings that were not asked for are not checked.
    package static func scan(_ bytes: [UInt8], keys: [String]) -> JSONFields? {
        let wanted = keys.map(Wanted.init)
        var found: [JSONSlice?] = Array(repeating: nil, count: wanted.count)
        let isObject = bytes.withUnsafeBufferPointer { buffer -> Bool in
            var cursor = JSONCursor(buffer)
            cursor.skipSpace()
            let complete = scanObject(&cursor, wanted: wanted, under: nil, into: &found)
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

    /// Scans an object whose `{` is next. `outer` is its key when it is a nested one.
    private static func scanObject(
        _ cursor: inout JSONCursor, wanted: [Wanted], under outer: JSONSlice?, into found: inout [JSONSlice?]
    ) -> Bool {
        guard cursor.take(UInt8(ascii: "{")) else { return false }
        cursor.skipSpace()
        if cursor.take(UInt8(ascii: "}")) { return true }
        while true {
            guard let key = cursor.takeKey() else { return false }
            let isParent = outer == nil && wanted.contains { $0.inner != nil && cursor.isEqual(key, text: $0.outer) }
            let value: JSONSlice?
            if isParent, cursor.isNext(UInt8(ascii: "{")) {
                let start = cursor.position
                forget(wanted, under: key, cursor: cursor, into: &found)
                guard scanObject(&cursor, wanted: wanted, under: key, into: &found) else { return false }
                value = JSONSlice(kind: .object, range: start..<cursor.position, hasEscapes: false)
            } else {
                if isParent { forget(wanted, under: key, cursor: cursor, into: &found) }
                value = cursor.takeValue(depth: outer == nil ? 1 : 2)
            }
            guard let value else { return false }
            note(value, of: key, under: outer, wanted: wanted, cursor: cursor, into: &found)
            cursor.skipSpace()
            if cursor.take(UInt8(ascii: "}")) { return true }
            guard cursor.take(UInt8(ascii: ",")) else { return false }
            cursor.skipSpace()
        }
    }

    private static func note(
        _ value: JSONSlice, of key: JSONSlice, under outer: JSONSlice?, wanted: [Wanted], cursor: JSONCursor,
        into found: inout [JSONSlice?]
    ) {
        for (index, want) in wanted.enumerated() {
            let matches: Bool
            if let outer {
                guard let inner = want.inner else { continue }
                matches = cursor.isEqual(key, text: inner) && cursor.isEqual(outer, text: want.outer)
            } else {
                matches = cursor.isEqual(key, text: want.whole)
            }
            if matches { found[index] = value }
        }
    }

    /// Forgets the values of a former object: a repeated outer key replaces all of it.
    private static func forget(
        _ wanted: [Wanted], under key: JSONSlice, cursor: JSONCursor, into found: inout [JSONSlice?]
    ) {
        for (index, want) in wanted.enumerated() where want.inner != nil && cursor.isEqual(key, text: want.outer) {
            found[index] = nil
        }
    }
}
