/// A position in JSON text. The buffer must outlive it, so it is used inside `withUnsafeBufferPointer` only.
struct JSONCursor {
    /// The depth limit. Deeper nesting is refused.
    static let deepest = 512

    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    func isNext(_ byte: UInt8) -> Bool { position < bytes.count && bytes[position] == byte }

    mutating func take(_ byte: UInt8) -> Bool {
        guard isNext(byte) else { return false }
        position += 1
        return true
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    /// Reads `"key" :` and the white space after it.
    mutating func takeKey() -> JSONSlice? {
        guard let key = takeString() else { return nil }
        skipSpace()
        guard take(UInt8(ascii: ":")) else { return nil }
        skipSpace()
        return key
    }

    /// Reads one value of any kind.
    mutating func takeValue(depth: Int) -> JSONSlice? {
        guard position < bytes.count else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "\""): return takeString()
        case UInt8(ascii: "{"): return takeContainer(.object, end: UInt8(ascii: "}"), depth: depth)
        case UInt8(ascii: "["): return takeContainer(.array, end: UInt8(ascii: "]"), depth: depth)
        case UInt8(ascii: "t"): return takeLiteral("true")
        case UInt8(ascii: "f"): return takeLiteral("false")
        case UInt8(ascii: "n"): return takeLiteral("null")
        default: return takeNumber()
        }
    }

    /// Whether the text of a string is exactly `text`. Escaped keys are decoded first.
    func isEqual(_ slice: JSONSlice, text: [UInt8]) -> Bool {
        let raw = bytes[slice.range]
        if slice.hasEscapes { return JSONText.decode(ArraySlice(raw)).utf8.elementsEqual(text) }
        return raw.count == text.count && raw.elementsEqual(text)
    }

    private mutating func takeContainer(_ kind: JSONSlice.Kind, end: UInt8, depth: Int) -> JSONSlice? {
        guard depth < Self.deepest else { return nil }
        let start = position
        position += 1
        skipSpace()
        if take(end) { return JSONSlice(kind: kind, range: start..<position, hasEscapes: false) }
        while true {
            if kind == .object { guard takeKey() != nil else { return nil } }
            guard takeValue(depth: depth + 1) != nil else { return nil }
            skipSpace()
            if take(end) { return JSONSlice(kind: kind, range: start..<position, hasEscapes: false) }
            guard take(UInt8(ascii: ",")) else { return nil }
            skipSpace()
        }
    }

    private mutating func takeLiteral(_ text: StaticString) -> JSONSlice? {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count else { return nil }
        for offset in 0..<text.utf8CodeUnitCount where bytes[position + offset] != text.utf8Start[offset] { return nil }
        defer { position = end }
        return JSONSlice(kind: .literal, range: position..<end, hasEscapes: false)
    }

    private mutating func takeNumber() -> JSONSlice? {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
                UInt8(ascii: "E"):
                position += 1
                continue
            default: break
            }
            break
        }
        return position > start ? JSONSlice(kind: .number, range: start..<position, hasEscapes: false) : nil
    }

    private mutating func takeString() -> JSONSlice? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = position
        var hasEscapes = false
        while true {
            skipPlainWords()
            guard position < bytes.count else { return nil }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return JSONSlice(kind: .string, range: start..<position, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                position += 2
            default: position += 1
            }
        }
    }

    /// Skips eight bytes at a time while none of them is a quote or a backslash. Strings are most of a payload.
    private mutating func skipPlainWords() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        while position + 8 <= bytes.count {
            let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let quote = UInt64(littleEndian: word) ^ (ones &* 0x22)
            let slash = UInt64(littleEndian: word) ^ (ones &* 0x5C)
            let hits = (((quote &- ones) & ~quote) | ((slash &- ones) & ~slash)) & (ones &* 0x80)
            guard hits == 0 else {
                position += hits.trailingZeroBitCount / 8
                return
            }
            position += 8
        }
    }
}
