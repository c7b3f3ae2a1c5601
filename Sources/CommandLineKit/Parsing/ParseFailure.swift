/// A command line that was not understood, or was refused by `validate()`.
package struct ParseFailure: Error {
    /// `UsageError`, or what else a `validate()` threw.
    package let error: any Error
    /// The command as far as it was recognized.
    package let path: CommandPath
    /// What was typed, without the program's name.
    package let arguments: [String]

    package init(error: any Error, path: CommandPath, arguments: [String]) {
        self.error = error
        self.path = path
        self.arguments = arguments
    }

    /// The sentence that says what is wrong, suggestion included.
    package var message: String { "\(error)" }

    /// What to type to learn more.
    package var hint: String { "See '\(path) --help'." }

    /// Whether a long flag (written without dashes) stands on the command line, before a `--`.
    ///
    /// For flags like `--json` that decide how this very failure is shown.
    package func mentions(flag: String) -> Bool {
        arguments.prefix { $0 != "--" }.contains("--" + flag)
    }
}
