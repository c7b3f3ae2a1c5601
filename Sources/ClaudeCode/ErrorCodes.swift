package import HookCore

/// The codes of the errors that this room throws.
extension ParallelError.Code {
    /// A setting that we would write has another owner.
    package static let foreignSetting: Self = "foreign-setting"
    /// git's hooks are shared with other repositories, tracked, or replaced by another program.
    package static let foreignHooks: Self = "foreign-hooks"
    /// The login shell is none of those whose profile we can edit.
    package static let unknownShell: Self = "unknown-shell"
    /// The request needs a repository, and there is none.
    package static let repositoryNeeded: Self = "repository-needed"
    /// The payload of Claude Code for a hook cannot be understood.
    package static let invalidHookPayload: Self = "invalid-hook-payload"
}
