internal import Store

/// A text that a session gets at its next prompt or tool call.
package struct Message: Equatable, Sendable {
    /// The subject of a message.
    package enum Kind: String, Sendable {
        /// A text of another session or of the user.
        case note
        /// A branch that the session asked about has been merged.
        case merge
        /// News about a claim of the session.
        case claim
        case conflict
        /// News about a branch of the session that is to land.
        case landing
    }

    /// A number that grows with every message. Claude gets it, too, so that it recognizes a message that comes twice.
    package let id: Int64
    /// The session that gets the message.
    package let sessionID: String
    /// The session that sent it; nil: the user or parallel-cc.
    package let senderID: String?
    /// The name of the session that gets it; nil where it has none.
    package let sessionName: String?
    /// The name of the session that sent it; nil where it has none.
    package let senderName: String?
    /// The subject.
    package let kind: Kind
    /// The text, without the id.
    package let text: String
    /// The time of the sending, in ISO-8601.
    package let sentAt: String
    /// The time when the hook gave it to Claude; nil while it waits.
    package let deliveredAt: String?
}

extension Message {
    init(row: borrowing Row) throws(StoreError) {
        id = try row["id"]
        sessionID = try row["session_id"]
        senderID = try row["sender_id"]
        sessionName = try row["session_name"]
        senderName = try row["sender_name"]
        kind = try row["kind"]
        text = try row["text"]
        sentAt = try row["sent_at"]
        deliveredAt = try row["delivered_at"]
    }
}

extension Message.Kind: ColumnConvertible {}
