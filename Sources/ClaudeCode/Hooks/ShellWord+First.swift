internal import Exec

extension ShellWord {
    /// The first word of a command line without its quotes. Variables and substitutions stay as they are written.
    static func first(of command: String) -> String { scan(command).first }

    /// Whether a command line is one call of one program, with nothing before, after or beside it.
    static func isOneCall(_ command: String) -> Bool { !scan(command).hasOperator }

    private static func scan(_ command: String) -> (first: String, hasOperator: Bool) {
        var first: String?
        var word = ""
        var quote: Unicode.Scalar?
        var isEscaped = false
        for scalar in command.unicodeScalars.drop(while: \.properties.isWhitespace) {
            if isEscaped {
                word.unicodeScalars.append(scalar)
                isEscaped = false
            } else if scalar == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if scalar == open { quote = nil } else { word.unicodeScalars.append(scalar) }
            } else if scalar == "'" || scalar == "\"" {
                quote = scalar
            } else if [";", "|", "&", "<", ">", "(", ")", "`", "\n"].contains(scalar) {
                return (first ?? word, true)
            } else if scalar.properties.isWhitespace {
                first = first ?? word
            } else {
                word.unicodeScalars.append(scalar)
            }
        }
        return (first ?? word, false)
    }
}
