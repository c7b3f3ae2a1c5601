/// How a program that met an error ends: text, where it goes, and status.
package struct CommandExit: Equatable, Sendable {
    /// The exit status.
    package let code: ExitCode
    /// What to print, without a final newline; `nil` when there is nothing left to say.
    package let text: String?

    /// Where the text goes: standard output for an answer, standard error for a complaint.
    package var isError: Bool { !code.isSuccess }

    /// What follows from an error that parsing, `validate()` or `run()` threw.
    ///
    /// - Parameters:
    ///   - error: Usage errors get the usage line and status 64; unknown errors "Error: …" and status 1.
    ///   - path: The command that was called.
    ///   - width: Columns to wrap at.
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
