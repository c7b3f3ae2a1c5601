/// An error that ends a command early, with text on standard output and status 0.
package enum CleanExit: Error {
    /// Shows the help of a command; `nil` means the command that was called.
    case helpRequest((any ParsableCommand.Type)? = nil)
    /// Shows this text.
    case message(String)
}
