package import HookCore

/// A session's wish to claim a target.
package struct ClaimRequest: Sendable {
    /// The session that is to hold the claim.
    package var sessionID: String
    /// The common git directory of the session's repository.
    package var repository: String
    /// The path, directory or pattern to claim.
    package var target: ClaimTarget
    /// EXCLUSIVE, SHARED or INTENT.
    package var mode: ClaimMode
    /// The session's own words, which other sessions read; nil for none.
    package var reason: String?
    /// The longest time that the claim may last, in milliseconds; nil: as long as the session.
    package var lifetime: Int64?

    /// Makes a request, without a reason and for as long as the session lives unless told otherwise.
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
