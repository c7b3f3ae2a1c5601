package import HookCore
internal import Store

/// A session's word on what it writes. Lives while its session lives, or until `expiresAt`.
package struct Claim: Equatable, Sendable {
    package var id: String
    /// Grows with every claim that is granted: whoever holds a lower number for a path has been overtaken.
    package var fence: Int64
    /// The common git directory.
    package var repository: String
    package var target: ClaimTarget
    package var mode: ClaimMode
    package var sessionID: String
    package var reason: String?
    package var takenAt: String
    /// Nil for one that lives as long as its session.
    package var expiresAt: String?
    /// Nil while it is held.
    package var endedAt: String?
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
