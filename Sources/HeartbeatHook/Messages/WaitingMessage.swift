/// A message that was not delivered yet.
struct WaitingMessage {
    let id: Int64
    let text: String
    let sentAt: String
    /// Nil where the user or parallel-cc itself says it.
    let sender: String?
    let senderName: String?

    /// As the model reads it. The number tells a message that comes twice from two that say the same.
    var introduced: String {
        "parallel-cc, message \(id)\(origin), \(sentAt): \(text)"
    }

    private var origin: String {
        guard let sender else { return "" }
        return senderName.map { " from \($0) (session \(sender))" } ?? " from session \(sender)"
    }
}
