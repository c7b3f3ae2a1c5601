/// Text of others in a report.
enum PlainText {
    /// Returns the text without control characters and marks that reverse the direction of writing: these become
    /// `\u{1b}`. Line breaks and tabs stay.
    static func visible(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: result.unicodeScalars.append(scalar)
            case 0x0D: continue
            case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Returns the text on one line, and cut where it is longer than that many characters.
    static func line(_ text: String, most: Int = .max) -> String {
        let line = visible(text).split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        return line.count > most ? line.prefix(max(0, most - 1)) + "…" : line
    }

    /// Returns the beginning of a text, and whether something was cut off.
    static func beginning(_ text: String, most: Int = 4_000) -> (text: String, isCut: Bool) {
        let start = text.unicodeScalars.prefix(most)
        return (visible(String(start)), start.endIndex < text.unicodeScalars.endIndex)
    }
}
