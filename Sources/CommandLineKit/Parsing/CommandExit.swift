/// The end of a program that met an error: the text, where it goes, and the status.
package struct CommandExit: Equatable, Sendable {
    /// The exit status.
    package let code: ExitCode
    /// The text to print, without a final newline; `nil` when there is none.
    package let text: String?

    /// Whether the text belongs on standard error; otherwise it is an answer for standard output.
    package var isError: Bool { !code.isSuccess }

    /// Makes the end for an error that parsing, `validate()` or `run()` threw.
    ///
    /// - Parameters:
    ///   - error: the error. Usage errors get the usage line and status 64; unknown errors "Error: …" and status 1.
    ///   - path: the command that was called.
    ///   - width: the columns to wrap at.
    package init(_ error: any Error, path: CommandPath, width: Int) {
        switch error {
        case let failure as ParseFailure: self.init(failure.error, path: failure.path, width: width)
        case let exit as ExitCode: self.init(code: exit, text: nil)
        case CleanExit.message(let text): self.init(code: .success, text: text)
        case CleanExit.helpRequest(let command):
            let target = command.flatMap(path.path(to:)) ?? path
            self.init(code: .success, text: HelpRenderer(width: width).render(target))
        case is UsageError, is ValidationError:
            let usage = HelpRenderer(width: width).usage(path)
            let text = "Error: \(error)\nUsage: \(usage)\nSee '\(path) --help'."
            self.init(code: .validationFailure, text: text)
        default: self.init(code: .failure, text: "Error: \(error)")
        }
    }

    private init(code: ExitCode, text: String?) {
        self.code = code
        self.text = text
    }
}
