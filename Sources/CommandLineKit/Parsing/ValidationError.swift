/// Thrown by `validate()` for a mistake on the command line: shown with the usage line, exit status 64.
package struct ValidationError: Error, Equatable, CustomStringConvertible {
    /// One sentence that names the arguments it is about.
    package let message: String

    package init(_ message: String) { self.message = message }

    package var description: String { message }
}
