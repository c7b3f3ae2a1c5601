/// The error type of the whole project: what was tried, on what, why it failed and which command to type next.
///
/// Tests and callers match on `code`; users read `message` and `hint`. A child's non-zero exit is no error by itself.
package struct ParallelError: Error, Equatable, CustomStringConvertible {
    /// An open set of codes. Rooms declare their own as static members beside the code that throws them.
    package struct Code: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
        /// The spelling in `--json` output; stable, lower case, hyphenated.
        package let rawValue: String

        /// A code with this spelling.
        package init(rawValue: String) { self.rawValue = rawValue }

        /// A code with this spelling.
        package init(stringLiteral value: String) { self.rawValue = value }
    }

    /// The kind of failure.
    package let code: Code
    /// The operation that failed, as a verb phrase: "create worktree".
    package let operation: String
    /// The object of the operation: a path, a session, a key. It may be empty.
    package let subject: String
    /// A sentence about what happened.
    package let message: String
    /// The next step for the user, most often a command to type.
    package let hint: String?
    /// The text of the underlying failure: errno, git's stderr, SQLite's message.
    package let cause: String?

    /// An error. Parts that do not apply stay empty.
    package init(
        _ code: Code, operation: String, subject: String = "", message: String, hint: String? = nil,
        cause: String? = nil
    ) {
        self.code = code
        self.operation = operation
        self.subject = subject
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    /// The whole error on one line, without the hint.
    package var description: String {
        var text = "\(operation)"
        if !subject.isEmpty { text += " \(subject)" }
        text += ": \(message)"
        if let cause, !cause.isEmpty { text += " (\(cause))" }
        return text
    }
}
