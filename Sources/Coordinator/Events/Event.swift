internal import Store

/// One change of state and its cause.
package struct Event: Equatable, Sendable {
    package let sequence: Int64
    /// ISO-8601 with Z.
    package let at: String
    package let repository: String?
    package let sessionID: String?
    package let worktree: String?
    /// What happened: `session.registered`, `worktree.removed`, …
    package let event: String
    package let cause: String?
    package let detail: String?
}

extension Event {
    init(row: borrowing Row) throws(StoreError) {
        sequence = try row["sequence"]
        at = try row["at"]
        repository = try row["repository"]
        sessionID = try row["session_id"]
        worktree = try row["worktree"]
        event = try row["event"]
        cause = try row["cause"]
        detail = try row["detail"]
    }
}
