internal import Exec

/// Commands for the user to copy into a shell. Every text that comes from outside is quoted.
package enum CommandText {
    /// Returns a command of ours with one word from outside; `--` stands before a word that would look like an option.
    package static func parallel(_ verb: String, operand: String) -> String {
        "parallel-cc \(verb) \(operand.hasPrefix("-") ? "-- " : "")\(ShellWord.quote(operand))"
    }

    /// The command that ends a session whose process cannot be seen from here.
    package static func gone(_ session: String) -> String {
        "parallel-cc release --session \(ShellWord.quote(session)) --gone"
    }
}
