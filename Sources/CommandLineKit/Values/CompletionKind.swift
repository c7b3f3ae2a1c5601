/// The way in which a shell completes the value of an option or argument.
package enum CompletionKind: Equatable, Sendable {
    /// The values of the type when they can be listed, else nothing.
    case `default`
    /// Completes to one of these words.
    case list([String])
    /// A file; with extensions (no dot) only such files, and folders on the way to them.
    case file(extensions: [String] = [])
    /// A folder.
    case directory
    /// The lines that this shell command prints. It is written into the completion script as it stands.
    case shellCommand(String)
}
