package import HookCore

/// One session as it is now: what the database says, what the kernel says, what its last beat said.
package struct SessionStatus: Sendable {
    package let session: Session
    package let liveness: Liveness
    /// The last sign of life; registering is the first.
    package let lastHeartbeat: Timestamp
    package let isStale: Bool
    /// What it does: Claude's registry knows best, then the last beat. Nil when nothing is known.
    package let activity: Activity?
    package let tool: String?
    /// Since when.
    package let activitySince: Timestamp?
    package let isMainCheckout: Bool
    /// nil when git was not asked or could not answer.
    package var work: WorkSummary?
}
