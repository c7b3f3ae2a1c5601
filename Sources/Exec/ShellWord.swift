/// Words of a POSIX shell command line.
package enum ShellWord {
    /// `text` as one word: as it is when nothing in it is special, else in single quotes.
    package static func quote(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
                || "/._-+,@%:".utf8.contains(byte)
        }
        if isPlain, !text.isEmpty { return text }
        // Not as characters: with a combining mark behind it a quote is another one.
        return "'" + text.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}
