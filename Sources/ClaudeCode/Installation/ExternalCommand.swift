internal import Exec

/// A program that an installation runs, as a value.
package struct ExternalCommand: Equatable, Sendable {
    /// The path of the program.
    package let program: String
    /// The arguments without the program's name.
    package let arguments: [String]
    /// Variables to set on top of the inherited environment.
    package let environment: [String: String]
    /// The purpose of the command, in one line.
    package let reason: String

    /// The command as a user would type it, quoted for a shell.
    package var text: String {
        let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\(ShellWord.quote($0.value))" }
        return (settings + ([program] + arguments).map(ShellWord.quote)).joined(separator: " ")
    }
}
