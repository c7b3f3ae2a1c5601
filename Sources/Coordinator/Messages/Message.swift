internal import Store

/// Something that a session is told at its next prompt or tool call.
package struct Message: Equatable, Sendable {
    package enum Kind: String, Sendable {
        /// From another session, or from the user.
        case note
        /// A branch that the session asked about has been merged.
        case merge
        /// About a claim of the session.
        case claim
        case conflict
        /// About a branch of the session that is to land.
        case landing
    }

    /// Grows with every message; Claude is told it, so that a message that comes twice is known as one.
    package let id: Int64
    /// Whom it is for.
    package let sessionID: String
    /// The session that sent it; nil where the user or parallel-cc itself did.
    package let senderID: String?
    package let kind: Kind
    package let text: String
    package let sentAt: String
    /// When the hook gave it to Claude; nil while it waits.
    package let deliveredAt: String?
}

extension Message {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        sessionID = try row["session_id"]
        senderID = try row["sender_id"]
        kind = try row["kind"]
        text = try row["text"]
        sentAt = try row["sent_at"]
        deliveredAt = try row["delivered_at"]
    }
}

extension Message.Kind: ColumnConvertible {}
