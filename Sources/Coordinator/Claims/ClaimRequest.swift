package import HookCore

/// What a session wants to claim.
package struct ClaimRequest: Sendable {
    package var sessionID: String
    /// The common git directory of the session's repository.
    package var repository: String
    package var target: ClaimTarget
    package var mode: ClaimMode
    package var reason: String?
    /// How long it lasts at most, in milliseconds; nil: as long as the session.
    package var lifetime: Int64?

    package init(
        sessionID: String, repository: String, target: ClaimTarget, mode: ClaimMode, reason: String? = nil,
        lifetime: Int64? = nil
    ) {
        self.sessionID = sessionID
        self.repository = repository
        self.target = target
        self.mode = mode
        self.reason = reason
        self.lifetime = lifetime
    }
}
