package import HookCore

/// The codes of the errors that this room throws.
extension ParallelError.Code {
    /// A setting that we would write has another owner.
    package static let foreignSetting: Self = "foreign-setting"
    /// git looks for its hooks where others look as well.
    package static let foreignHooks: Self = "foreign-hooks"
    /// The login shell is none of those that we can edit the profile of.
    package static let unknownShell: Self = "unknown-shell"
    /// What was asked for needs a repository, and there is none.
    package static let repositoryNeeded: Self = "repository-needed"
    /// What Claude Code sent to a hook cannot be understood.
    package static let invalidHookPayload: Self = "invalid-hook-payload"
}
