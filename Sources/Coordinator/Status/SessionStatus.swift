package import HookCore

/// The present state of a session by the database, the kernel and its last beat.
package struct SessionStatus: Sendable {
    /// The session as the database has it.
    package let session: Session
    /// Whether its process lives.
    package let liveness: Liveness
    /// The time of the last beat, or of the registration.
    package let lastHeartbeat: Timestamp
    /// Whether the last sign of life is older than `session.staleMinutes`.
    package let isStale: Bool
    /// The activity by Claude Code's registry, then by the last beat; nil when nothing is known.
    package let activity: Activity?
    /// The tool that the session is in; nil for none.
    package let tool: String?
    /// The time of the beat that told the activity; nil without a beat.
    package let activitySince: Timestamp?
    /// Whether it works in a main checkout.
    package let isMainCheckout: Bool
    /// The work in its worktree; nil when git was not asked or could not answer.
    package var work: WorkSummary?
}
