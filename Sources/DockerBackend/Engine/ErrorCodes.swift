package import HookCore

extension ParallelError.Code {
    /// The engine speaks no version of its API that is known here.
    package static let engineTooOld: Self = "engine-too-old"
    /// The engine has no such container, image, volume or exec.
    package static let engineNotFound: Self = "engine-not-found"
    /// The engine has one of that name already, or its state does not allow the act.
    package static let engineConflict: Self = "engine-conflict"
    /// The engine has refused or failed; the cause is its own message.
    package static let engineFailed: Self = "engine-failed"
    /// The address of an engine is none that can be connected to.
    package static let endpointUnusable: Self = "endpoint-unusable"
    /// The docker program has no context of that name.
    package static let contextMissing: Self = "context-missing"
}
