internal import HookCore

/// What all connections of a proxy share.
struct ProxySetup: Sendable {
    let tasks: TaskRegistry
    let limits: ProxyLimits
    /// The connections of sandboxes.
    let connections: ConnectionSet
    let record: ProxyRecord
    /// The start of the proxy, in milliseconds of `MonotonicClock`.
    let began = MonotonicClock.milliseconds()
}
