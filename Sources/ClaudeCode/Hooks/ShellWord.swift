/// Words of a POSIX shell command line.
package enum ShellWord {
    /// `text` as one word: as it is when nothing in it is special, else in single quotes.
    package static func quote(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
                || "/._-+,@%:".utf8.contains(byte)
        }
        if isPlain, !text.isEmpty { return text }
        return "'" + text.replacing("'", with: "'\\''") + "'"
    }

    /// The first word of a command line with its quotes taken off. Variables and the like stay as they are written.
    static func first(of command: String) -> String {
        var word = ""
        var quote: Character?
        var isEscaped = false
        for character in command.drop(while: \.isWhitespace) {
            if isEscaped {
                word.append(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character.isWhitespace || ";|&".contains(character) {
                return word
            } else {
                word.append(character)
            }
        }
        return word
    }
}
