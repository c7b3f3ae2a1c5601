package import HookCore

extension ParallelError.Code {
    /// An archive ends before its end mark: something was cut off.
    package static let archiveIncomplete: Self = "archive-incomplete"
    /// Bytes are no tar archive, or one with members of a kind that is not known here.
    package static let archiveMalformed: Self = "archive-malformed"
    /// A member would be written outside the folder, or leads out of it.
    package static let archiveRefused: Self = "archive-refused"
}
