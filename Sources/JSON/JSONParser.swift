/// A strict parser of RFC 8259 that records the position of each value. It does not allow comments or trailing commas:
/// Claude Code drops a whole settings file that has them.
struct JSONParser {
    /// The depth limit. Deeper nesting is an error instead of an exhausted stack.
    static let maximumDepth = 256

    private let bytes: [UInt8]
    private var position: Int

    private init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        self.position = start
    }

    /// Returns the root value of `bytes` from `start` on; `nil` when there is only whitespace.
    static func parse(_ bytes: [UInt8], from start: Int) throws(JSONSyntaxError) -> JSONNode? {
        var parser = JSONParser(bytes, from: start)
        parser.skipWhitespace()
        guard parser.position < bytes.count else { return nil }
        let root = try parser.value(depth: 0)
        parser.skipWhitespace()
        guard parser.position == bytes.count else { throw parser.unexpected("after the end of the document") }
        return root
    }

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONNode {
        guard depth <= Self.maximumDepth else { throw failure("nesting deeper than \(Self.maximumDepth)") }
        let start = position
        let shape: JSONNode.Shape
        switch peek ?? 0 {
        case UInt8(ascii: "{"): shape = .object(try members(depth: depth))
        case UInt8(ascii: "["): shape = .array(try elements(depth: depth))
        case UInt8(ascii: "\""):
            try skipString()
            shape = .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try skipNumber()
            shape = .number
        case UInt8(ascii: "t"): shape = try word("true", shape: .bool(true))
        case UInt8(ascii: "f"): shape = try word("false", shape: .bool(false))
        case UInt8(ascii: "n"): shape = try word("null", shape: .null)
        default: throw unexpected("where a value should be")
        }
        return JSONNode(range: start..<position, shape: shape)
    }

    private mutating func members(depth: Int) throws(JSONSyntaxError) -> [JSONNode.Member] {
        var members: [JSONNode.Member] = []
        position += 1
        skipWhitespace()
        if accept(UInt8(ascii: "}")) { return members }
        while true {
            guard peek == UInt8(ascii: "\"") else { throw unexpected("where a key should be") }
            let start = position
            try skipString()
            let key = start..<position
            skipWhitespace()
            guard accept(UInt8(ascii: ":")) else { throw unexpected("where a colon should be") }
            skipWhitespace()
            members.append(.init(key: key, value: try value(depth: depth + 1)))
            if try atEnd(of: UInt8(ascii: "}")) { return members }
        }
    }

    private mutating func elements(depth: Int) throws(JSONSyntaxError) -> [JSONNode] {
        var elements: [JSONNode] = []
        position += 1
        skipWhitespace()
        if accept(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value(depth: depth + 1))
            if try atEnd(of: UInt8(ascii: "]")) { return elements }
        }
    }

    /// Reads the closing bracket (`true`) or the comma (`false`) after a child.
    private mutating func atEnd(of closing: UInt8) throws(JSONSyntaxError) -> Bool {
        skipWhitespace()
        if accept(closing) { return true }
        let comma = position
        guard accept(UInt8(ascii: ",")) else { throw unexpected("where a comma or the closing bracket should be") }
        skipWhitespace()
        if peek == closing { throw JSONSyntaxError(offset: comma, reason: "a comma before the closing bracket") }
        return false
    }

    private mutating func word(
        _ word: StaticString, shape: JSONNode.Shape
    ) throws(JSONSyntaxError) -> JSONNode.Shape {
        let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard matches else { throw unexpected("where a value should be") }
        position += word.utf8CodeUnitCount
        return shape
    }

    // MARK: - Scalars

    private mutating func skipString() throws(JSONSyntaxError) {
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): try skipEscape()
            case 0..<0x20: throw failure("a control character in a string")
            default: position += 1
            }
        }
        throw failure("the end of the file inside a string")
    }

    private mutating func skipEscape() throws(JSONSyntaxError) {
        position += 1
        switch peek {
        case UInt8(ascii: "u"):
            let digits = bytes[(position + 1)...].prefix(4)
            guard digits.count == 4, digits.allSatisfy(Self.isHexadecimal) else {
                throw failure("an incomplete \\u escape")
            }
            position += 5
        case .some(let escape) where "\"\\/bfnrt".utf8.contains(escape): position += 1
        default: throw failure("an unknown escape in a string")
        }
    }

    private mutating func skipNumber() throws(JSONSyntaxError) {
        _ = accept(UInt8(ascii: "-"))
        if !accept(UInt8(ascii: "0")) { try skipDigits() }
        if accept(UInt8(ascii: ".")) { try skipDigits() }
        if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
            if !accept(UInt8(ascii: "+")) { _ = accept(UInt8(ascii: "-")) }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(JSONSyntaxError) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        if position == start { throw unexpected("where a digit should be") }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isHexDigit
    }

    // MARK: - Position

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while let byte = peek, JSONLayout.isWhitespace(byte) { position += 1 }
    }

    private func failure(_ reason: String) -> JSONSyntaxError {
        JSONSyntaxError(offset: position, reason: reason)
    }

    private func unexpected(_ context: String) -> JSONSyntaxError {
        guard let byte = peek else { return failure("the end of the file \(context)") }
        if byte == UInt8(ascii: "/") { return failure("a comment, which JSON does not have,") }
        let shown = (0x21..<0x7F).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
        return failure("\(shown) \(context)")
    }
}
