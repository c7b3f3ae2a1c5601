internal import Exec

extension ShellWord {
    /// The first word of a command line without its quotes. Variables and substitutions stay as they are written.
    static func first(of command: String) -> String {
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
            } else if scalar.properties.isWhitespace || [";", "|", "&"].contains(scalar) {
                return word
            } else {
                word.unicodeScalars.append(scalar)
            }
        }
        return word
    }
}
