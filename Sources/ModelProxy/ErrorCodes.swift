package import HookCore

/// The codes of the errors that this room throws.
extension ParallelError.Code {
    /// A unix socket cannot be made at the path.
    package static let cannotListen: Self = "cannot-listen"
    /// Another living proxy listens at the path.
    package static let proxyRuns: Self = "proxy-runs"
    /// The proxy does not come up, or refuses a task.
    package static let proxyMissing: Self = "proxy-missing"
    /// No credential for the model API is known on this host, or it cannot be read.
    package static let credentialMissing: Self = "credential-missing"
    /// The credential is no longer valid.
    package static let credentialExpired: Self = "credential-expired"
    /// The model API does not accept the credential.
    package static let credentialRefused: Self = "credential-refused"
    /// Claude Code is set up for a way to the model that the proxy cannot take.
    package static let unsupportedProvider: Self = "unsupported-provider"
    /// The client has closed its connection, or takes nothing.
    static let clientGone: Self = "client-gone"
}
