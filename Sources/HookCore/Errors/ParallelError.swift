/// The one error of the house: what was tried, on what, why it failed and what to type next.
///
/// Tests and callers match on `code`; people read `message` and `hint`. A child's non-zero exit is no error by itself.
package struct ParallelError: Error, Equatable, CustomStringConvertible {
    /// An open set of codes: rooms declare their own as static members next to the code that throws them.
    package struct Code: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
        /// The spelling in `--json` output; stable, lower case, hyphenated.
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }

        package init(stringLiteral value: String) { self.rawValue = value }
    }

    /// What kind of failure this is.
    package let code: Code
    /// What was being done, as a verb phrase: "create worktree".
    package let operation: String
    /// What it was done to: a path, a session, a key. May be empty.
    package let subject: String
    /// One sentence that says what happened.
    package let message: String
    /// What to do next, most often a command to type.
    package let hint: String?
    /// The text of the underlying failure: errno, git's stderr, SQLite's message.
    package let cause: String?

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

    package var description: String {
        var text = "\(operation)"
        if !subject.isEmpty { text += " \(subject)" }
        text += ": \(message)"
        if let cause, !cause.isEmpty { text += " (\(cause))" }
        return text
    }
}
