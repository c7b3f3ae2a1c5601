package import HookCore

extension ParallelError.Code {
    /// A sandbox of that name exists already.
    package static let sandboxExists: Self = "sandbox-exists"
    /// There is no sandbox of that id.
    package static let sandboxMissing: Self = "sandbox-missing"
    /// A sandbox does not run, and must for what was asked.
    package static let sandboxNotRunning: Self = "sandbox-not-running"
    /// The engine has no image of that name.
    package static let imageMissing: Self = "image-missing"
    /// An image could not be built.
    package static let imageBuildFailed: Self = "image-build-failed"
    /// The engine cannot hold a sandbox to a limit.
    package static let limitUnsupported: Self = "limit-unsupported"
    /// The program of a sandbox could not be started.
    package static let cannotStart: Self = "cannot-start"
    /// There is no such file in a sandbox.
    package static let fileMissing: Self = "file-missing"
    /// A worktree needs a commit, and there is none.
    package static let noCommit: Self = "no-commit"
    /// A copy out of a sandbox did not come whole.
    package static let copyIncomplete: Self = "copy-incomplete"
    /// A sandbox hands out something that must not be written to the host: a link or a path that leads elsewhere, or
    /// more than is allowed.
    package static let copyRefused: Self = "copy-refused"
}
