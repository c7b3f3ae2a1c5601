/// A command line that was not understood, or that `validate()` refused.
package struct ParseFailure: Error {
    /// The `UsageError`, or any other error that a `validate()` threw.
    package let error: any Error
    /// The command as far as it was recognized.
    package let path: CommandPath
    /// The typed arguments, without the program's name.
    package let arguments: [String]

    /// Makes a failure of the command at `path`.
    package init(error: any Error, path: CommandPath, arguments: [String]) {
        self.error = error
        self.path = path
        self.arguments = arguments
    }

    /// The sentence that says what is wrong, suggestion included.
    package var message: String { "\(error)" }

    /// The sentence that says what to type to learn more.
    package var hint: String { "See '\(path) --help'." }

    /// Whether a long flag (written without dashes) stands on the command line, before a `--`.
    ///
    /// The caller needs it for flags like `--json`, which decide how this very failure is shown.
    package func mentions(flag: String) -> Bool {
        arguments.prefix { $0 != "--" }.contains("--" + flag)
    }
}
