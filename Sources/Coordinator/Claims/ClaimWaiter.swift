internal import HookCore
internal import Store

/// A process that waits for a claim.
struct ClaimWaiter {
    let ticket: Int64
    let target: ClaimTarget
    let mode: ClaimMode
    let sessionID: String
    let process: ProcessIdentity
    let bootID: String
    let pidNamespace: UInt64
    /// The moment at which the waiter gives up, in milliseconds of `uptime`. A process that is stopped meanwhile cannot
    /// leave the queue itself.
    let waitsUntil: String
}
