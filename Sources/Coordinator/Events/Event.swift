internal import Store

/// A change of state and its cause.
package struct Event: Equatable, Sendable {
    /// A number that grows with every event.
    package let sequence: Int64
    /// The time in ISO-8601 with Z.
    package let at: String
    /// The common git directory; nil when the event concerns no repository.
    package let repository: String?
    /// The session that the event concerns; nil for none.
    package let sessionID: String?
    /// The worktree that the event concerns, or some events' own addition.
    package let worktree: String?
    /// The kind of the event: `session.registered`, `worktree.removed`, …
    package let event: String
    /// The reason, in words or values that depend on the kind.
    package let cause: String?
    /// A further value that depends on the kind, like the id of a rescue.
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
