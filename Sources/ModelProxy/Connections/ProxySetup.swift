internal import HTTPClient
internal import HookCore

/// What all connections of a proxy share.
struct ProxySetup: Sendable {
    let endpoint: HTTPEndpoint
    let credentials: @Sendable () throws(ParallelError) -> ModelCredential
    let limits: ProxyLimits
    let connections: ConnectionSet
    let record: ProxyRecord
}
