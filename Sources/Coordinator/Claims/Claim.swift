package import HookCore
internal import Store

/// A session's claim on a path, pattern or directory. It lasts as long as its session, or until `expiresAt`.
package struct Claim: Equatable, Sendable {
    /// A random id, which the commands take.
    package var id: String
    /// A number that grows with every granted claim. A holder with a lower number for a path has been overtaken.
    package var fence: Int64
    /// The common git directory.
    package var repository: String
    /// The path, directory or pattern that is claimed.
    package var target: ClaimTarget
    /// EXCLUSIVE, SHARED or INTENT.
    package var mode: ClaimMode
    /// The session that holds the claim.
    package var sessionID: String
    /// The holder's own words; nil when it gave none.
    package var reason: String?
    /// The time of the grant, in ISO-8601.
    package var takenAt: String
    /// The time at which the claim ends by itself; nil: it lasts as long as its session.
    package var expiresAt: String?
    /// The time at which the claim ended; nil: it was not given back.
    package var endedAt: String?
    /// The reason for the end; nil: it was not given back.
    package var endReason: String?
}

extension Claim {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        fence = try row["fence"]
        repository = try row["repository"]
        target = try ClaimTarget(row: row)
        mode = try row["mode"]
        sessionID = try row["session_id"]
        reason = try row["reason"]
        takenAt = try row["taken_at"]
        expiresAt = try row["expires_at"]
        endedAt = try row["ended_at"]
        endReason = try row["end_reason"]
    }

    /// Whether the claim's own time is over. A claim without one never expires.
    func isExpired(_ now: Timestamp) -> Bool {
        guard let expiresAt, let end = Timestamp(text: expiresAt) else { return false }
        return end <= now
    }
}

extension ClaimTarget {
    init(row: borrowing Row) throws(StoreError) {
        self.init(try row["kind"], at: try row["path"])
    }
}

extension ClaimMode: ColumnConvertible {}
extension ClaimTarget.Kind: ColumnConvertible {}
