/// The quoted form of a string in JSON.
enum JSONStringLiteral {
    /// Returns the text of a literal that the parser has accepted, quotes included. Lone surrogates and bytes that are
    /// not UTF-8 become U+FFFD.
    static func decode(_ literal: ArraySlice<UInt8>) -> String {
        let content = literal.dropFirst().dropLast()
        guard content.contains(UInt8(ascii: "\\")) else { return String(decoding: content, as: UTF8.self) }
        var units: [UInt8] = []
        units.reserveCapacity(content.count)
        var position = content.startIndex
        while position < content.endIndex {
            if content[position] == UInt8(ascii: "\\") {
                appendEscape(in: content, at: &position, to: &units)
            } else {
                units.append(content[position])
                position += 1
            }
        }
        return String(decoding: units, as: UTF8.self)
    }

    /// Returns the literal for `text`. It escapes only the characters that must be escaped.
    static func encode(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            case "\t": literal += "\\t"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }

    private static func appendEscape(in content: ArraySlice<UInt8>, at position: inout Int, to units: inout [UInt8]) {
        let escape = content[position + 1]
        position += 2
        switch escape {
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "u"): units += utf8(ofScalarIn: content, at: &position)
        default: units.append(escape)
        }
    }

    /// Reads the digits after `\u`, and the second half of a surrogate pair when there is one.
    private static func utf8(ofScalarIn content: ArraySlice<UInt8>, at position: inout Int) -> [UInt8] {
        let first = hexadecimal(content[position..<position + 4])
        position += 4
        var value = first
        if (0xD800..<0xDC00).contains(first), content.endIndex - position >= 6, content[position] == UInt8(ascii: "\\"),
            content[position + 1] == UInt8(ascii: "u")
        {
            let second = hexadecimal(content[position + 2..<position + 6])
            if (0xDC00..<0xE000).contains(second) {
                value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
                position += 6
            }
        }
        return Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32 {
        UInt32(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0xFFFD
    }
}
