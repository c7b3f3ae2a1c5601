/// The layout of a JSON text, so that added text has the same form.
struct JSONLayout {
    /// The line break: `\n` or `\r\n`.
    let newline: String
    /// The indentation of one level.
    let unit: String
    /// The text between a key and its value, colon included.
    let colon: String
    /// Whether the root has its members on lines of their own.
    let isPretty: Bool

    /// The text between two children on one line.
    var comma: String { colon.hasSuffix(" ") ? ", " : "," }

    /// Finds the layout of the text in `bytes` whose root is `root`. An empty text gets the layout that Claude Code
    /// itself writes: two spaces, one member a line.
    init(of bytes: [UInt8], root: JSONNode?) {
        newline = Self.newline(in: bytes)
        guard let root, let first = root.childRanges.first else {
            (unit, colon, isPretty) = ("  ", ": ", true)
            return
        }
        let gap = bytes[(root.range.lowerBound + 1)..<first.lowerBound]
        isPretty = gap.contains(UInt8(ascii: "\n"))
        let outer = Self.lineIndent(in: bytes, at: root.range.lowerBound)
        let inner = Self.lineIndent(in: bytes, at: first.lowerBound)
        unit = isPretty && inner.hasPrefix(outer) ? String(inner.dropFirst(outer.count)) : "  "
        colon = Self.colon(of: root, in: bytes)
    }

    /// Returns the whitespace at the start of the line that holds `offset`.
    static func lineIndent(in bytes: [UInt8], at offset: Int) -> String {
        let start = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let indent = bytes[start..<offset].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return String(decoding: indent, as: UTF8.self)
    }

    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private static func newline(in bytes: [UInt8]) -> String {
        guard let first = bytes.firstIndex(of: UInt8(ascii: "\n")), first > 0 else { return "\n" }
        return bytes[first - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }

    private static func colon(of root: JSONNode, in bytes: [UInt8]) -> String {
        guard case .object(let members) = root.shape, let first = members.first else { return ": " }
        let text = bytes[first.key.upperBound..<first.value.range.lowerBound]
        return text.contains(UInt8(ascii: "\n")) ? ": " : String(decoding: text, as: UTF8.self)
    }
}
