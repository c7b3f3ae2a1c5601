package import Files
internal import GitKit

/// A claim of another session that a commit or a push would touch.
package struct ClaimObstacle: Equatable, Sendable {
    /// The claim and the session that holds it.
    package let held: HeldClaim
    /// The touched paths that the claim covers, sorted.
    package let paths: [PathBytes]
}
