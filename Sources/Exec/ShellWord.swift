/// Quotes words of a POSIX shell command line.
package enum ShellWord {
    /// Returns `text` as one word: unchanged when nothing in it is special, else in single quotes.
    package static func quote(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
                || "/._-+,@%:".utf8.contains(byte)
        }
        if isPlain, !text.isEmpty { return text }
        // Scalars, not characters: a quote with a combining mark behind it is a different `Character`.
        return "'" + text.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}
