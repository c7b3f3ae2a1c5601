internal import Store

/// A sandbox session that an older parallel-cc recorded. It is kept as history. Nothing of it runs here.
package struct LegacySandbox: Equatable, Sendable {
    /// The session's id in the older program.
    package let sessionID: String
    /// The process that the older program recorded.
    package let pid: Int32
    /// The root of the main checkout.
    package let repository: String
    /// The root of the worktree.
    package let worktreePath: String
    /// The worktree's name; nil in the main checkout.
    package let worktreeName: String?
    /// The time of the start, in ISO-8601 with Z.
    package let createdAt: String
    /// The time of the last heartbeat, in ISO-8601 with Z.
    package let lastHeartbeat: String
    /// The sandbox's id at its provider; nil when none was recorded.
    package let sandboxID: String?
    /// The state in the older program's words: INITIALIZING, RUNNING, COMPLETED, FAILED or TIMEOUT.
    package let status: String?
}
