package import Files
internal import GitKit

/// A claim of another session that a commit or a push would touch.
package struct ClaimObstacle: Equatable, Sendable {
    package let held: HeldClaim
    /// What of it, sorted.
    package let paths: [PathBytes]
}
