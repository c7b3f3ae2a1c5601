package import HookCore

/// The codes of the errors that this room throws.
extension ParallelError.Code {
    /// A file that should hold JSON does not.
    package static let invalidJSON: Self = "invalid-json"
    /// A file is JSON, but without the structure that its reader needs. So far only settings of Claude Code are edited.
    package static let settingsMalformed: Self = "settings-malformed"
}
