/// An error that `validate()` throws for a mistake on the command line: shown with the usage line, exit status 64.
package struct ValidationError: Error, Equatable, CustomStringConvertible {
    /// A sentence that names the arguments in question.
    package let message: String

    /// Makes an error; the message is a whole sentence.
    package init(_ message: String) { self.message = message }

    /// The message.
    package var description: String { message }
}
