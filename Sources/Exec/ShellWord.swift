/// Quotes words of a shell command line.
package enum ShellWord {
    /// Returns `text` as one word of a command that a person types or pastes: unchanged when nothing in it is special,
    /// else in single quotes. What cannot be shown as it is becomes an escape that bash and zsh understand:
    /// `$'a\tb'`.
    package static func quote(_ text: String) -> String { quote(Array(text.utf8)) }

    /// Returns a path, which need not be UTF-8, as one word of a command that a person types or pastes.
    package static func quote(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let isShown = text.unicodeScalars.allSatisfy(isShown) && text.utf8.elementsEqual(bytes)
        return isShown ? script(text) : "$'" + escaped(bytes) + "'"
    }

    /// Returns `text` as one word of a script for any POSIX shell, which knows no escapes.
    package static func script(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
                || "/._-+,@%:".utf8.contains(byte)
        }
        if isPlain, !text.isEmpty { return text }
        // Scalars, not characters: a quote with a combining mark behind it is a different `Character`.
        return "'" + text.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    /// Whether a terminal shows a scalar, and shows it where it stands. What it does not show cannot be typed.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }

    private static func escaped(_ bytes: [UInt8]) -> String {
        var (rest, decoder, result) = (bytes[...], UTF8(), "")
        while !rest.isEmpty {
            let start = rest.startIndex
            var iterator = rest.makeIterator()
            // The decoder reads ahead, so the length of what it found is counted here.
            decoder = UTF8()
            guard case .scalarValue(let scalar) = decoder.decode(&iterator), isShown(scalar) else {
                result += escape(rest[start])
                rest = rest.dropFirst()
                continue
            }
            if scalar == "'" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
            rest = rest.dropFirst(UTF8.width(scalar))
        }
        return result
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\n"): "\\n"
        case UInt8(ascii: "\r"): "\\r"
        case UInt8(ascii: "\t"): "\\t"
        // Three digits always: a digit behind them is one of the name.
        default: "\\" + String(String(Int(byte) + 0o1000, radix: 8).dropFirst())
        }
    }
}
