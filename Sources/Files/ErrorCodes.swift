package import HookCore

/// The codes of the errors that this room throws.
extension ParallelError.Code {
    /// A file or directory could not be written.
    package static let cannotWrite: Self = "cannot-write"
    /// A file changed between reading and writing.
    package static let fileChanged: Self = "file-changed"
    /// A file cannot be read.
    package static let fileUnreadable: Self = "file-unreadable"
    /// A file cannot be written.
    package static let fileUnwritable: Self = "file-unwritable"
}
