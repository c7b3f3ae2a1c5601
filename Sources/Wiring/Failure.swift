package import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore

/// The form in which an error leaves the program: a JSON document or lines on standard error, and the exit status.
package struct Failure {
    /// The document of a failed command under `--json`.
    package struct Document: Encodable {
        let success = false
        let error: String
        let code: String
        @ExplicitNull var hint: String?

        init(error: String, code: String, hint: String?) {
            self.error = error
            self.code = code
            self.hint = hint
        }
    }

    /// The document for `--json`.
    package let document: Document
    /// The lines for standard error.
    package let lines: [String]
    let status: Int32

    /// - Parameters:
    ///   - error: any error that a command threw.
    ///   - path: the command that was called.
    package init(_ error: any Error, path: CommandPath) {
        switch error {
        case let error as ParallelError:
            document = Document(error: error.fullMessage, code: error.code.rawValue, hint: error.hint)
            let hint = error.hint.map { ["  \($0.displayable)"] } ?? []
            lines = ["✗ \(error.operation.displayable.capitalizedFirst) failed: \(error.shownMessage)"] + hint
            status = Self.status(of: error.code).rawValue
        default:
            let exit = CommandExit(error, path: path, width: Printer.errorTerminal.width)
            let isUsage = exit.code == .validationFailure
            let message = (error as? ParseFailure)?.message ?? "\(error)"
            document = Document(
                error: message, code: isUsage ? "usage" : "failed", hint: isUsage ? "See '\(path) --help'." : nil)
            lines = exit.text.map { [$0] } ?? []
            status = exit.code.rawValue
        }
    }

    private static func status(of code: ParallelError.Code) -> ExitCode {
        switch code {
        case .databaseBusy, "repository-busy", "landing-busy": .busy
        case .interrupted: .signaled(Interruption.signal ?? 2)
        default: .failure
        }
    }
}

extension ParallelError {
    /// Message, subject and cause in one sentence.
    package var fullMessage: String {
        let about = subject.isEmpty ? message : "\(message): \(subject)"
        guard let cause, !cause.isEmpty else { return about }
        return "\(about) (\(cause))"
    }

    /// The full message for a terminal: only the output of other programs may have several lines.
    package var shownMessage: String {
        let about = subject.isEmpty ? message : "\(message): \(subject)"
        guard let cause, !cause.isEmpty else { return about.displayable }
        let lines = cause.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).displayable }
        return "\(about.displayable) (\(lines.joined(separator: "\n")))"
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
