internal import HookCore

/// The codes of the errors that this room throws.
extension ParallelError.Code {
    /// The order cannot be read, or asks for something that cannot be.
    static let invalidOrder: Self = "invalid-order"
    /// The workspace holds something that is not this task's own.
    static let workspaceNotEmpty: Self = "workspace-not-empty"
    /// A command before claude has failed.
    static let setupFailed: Self = "setup-failed"
    /// A file of the task's folder cannot be used.
    static let unusableFolder: Self = "unusable-folder"
    /// The time is over, or a signal has cancelled the task.
    static let stopped: Self = "stopped"
}
