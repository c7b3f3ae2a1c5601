internal import CommandLineKit
internal import Exec

/// Commands for people to copy into a shell. Everything that comes from outside goes through here.
package enum CommandText {
    /// A command of ours with one word from outside; `--` before it where it could be taken for an option.
    package static func parallel(_ verb: String, operand: String) -> String {
        "parallel-cc \(verb) \(operand.hasPrefix("-") ? "-- " : "")\(word(operand))"
    }

    /// What ends a session whose process cannot be seen from here.
    package static func gone(_ session: String) -> String { "parallel-cc release --session \(word(session)) --gone" }

    /// One word: as it is where nothing in it is special, else in single quotes. What a terminal would obey is escaped,
    /// which bash and zsh understand (`$'a\nb'`).
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
