/// A set of byte values.
struct ByteSet: Equatable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static let all: ByteSet = ByteSet().inverted
    static let allButSlash: ByteSet = ByteSet(0x2F).inverted

    init() {}

    init(_ byte: UInt8) { insert(byte) }

    static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }

    mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    var inverted: ByteSet {
        var result = self
        result.words = (~words.0, ~words.1, ~words.2, ~words.3)
        return result
    }

    func meets(_ other: ByteSet) -> Bool {
        words.0 & other.words.0 != 0 || words.1 & other.words.1 != 0 || words.2 & other.words.2 != 0
            || words.3 & other.words.3 != 0
    }

    /// Returns the set of a bracket expression at the beginning of `text`, and its length; nil where none is closed.
    static func bracket(_ text: ArraySlice<UInt8>) -> (ByteSet, Int)? {
        var index = text.startIndex + 1
        var set = ByteSet()
        let isNegated = text.dropFirst().first == UInt8(ascii: "!") || text.dropFirst().first == UInt8(ascii: "^")
        if isNegated { index += 1 }
        let first = index
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "]"), index > first {
                return (isNegated ? set.with(0x2F).inverted : set, index - text.startIndex + 1)
            }
            let last = text.dropFirst(index - text.startIndex + 2).first
            if text.dropFirst(index - text.startIndex + 1).first == UInt8(ascii: "-"), let last,
                last != UInt8(ascii: "]"), last >= byte
            {
                for value in byte...last where value != 0x2F { set.insert(value) }
                index += 3
            } else {
                if byte != 0x2F { set.insert(byte) }
                index += 1
            }
        }
        return nil
    }

    private func with(_ byte: UInt8) -> ByteSet {
        var result = self
        result.insert(byte)
        return result
    }
}
