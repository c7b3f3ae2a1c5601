internal import CommandLineKit
internal import Exec

/// Commands for the user to copy into a shell. Every text that comes from outside goes through here.
package enum CommandText {
    /// Returns a command of ours with one word from outside; `--` stands before a word that would look like an option.
    package static func parallel(_ verb: String, operand: String) -> String {
        "parallel-cc \(verb) \(operand.hasPrefix("-") ? "-- " : "")\(word(operand))"
    }

    /// The command that ends a session whose process cannot be seen from here.
    package static func gone(_ session: String) -> String { "parallel-cc release --session \(word(session)) --gone" }

    /// Returns a word for a shell: as it is where it has no special characters, else in single quotes. Control
    /// characters are escaped in a way that bash and zsh understand (`$'a\nb'`).
    package static func word(_ text: String) -> String {
        text.displayable == text ? ShellWord.quote(text) : escaped(text)
    }

    private static func escaped(_ text: String) -> String {
        var result = "$'"
        for scalar in text.unicodeScalars {
            let shown = String(scalar).displayable
            switch scalar {
            case "'", "\\": result += "\\" + shown
            case "\n", "\r", "\t": result += shown
            case _ where shown != String(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "'"
    }
}
