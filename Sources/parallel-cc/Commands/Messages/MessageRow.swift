internal import Coordinator
internal import Wiring

/// A message under `--json`.
struct MessageRow: Encodable {
    let id: Int64
    let sessionId: String
    @ExplicitNull var senderId: String?
    let kind: String
    let text: String
    let sentAt: String
    @ExplicitNull var deliveredAt: String?

    init(_ message: Message) {
        id = message.id
        sessionId = message.sessionID
        senderId = message.senderID
        kind = message.kind.rawValue
        text = message.text
        sentAt = message.sentAt
        deliveredAt = message.deliveredAt
    }
}
