/// A message that was not delivered yet.
struct WaitingMessage {
    let id: Int64
    let text: String
    let sentAt: String
    /// The sending session; nil for a message of the user or of parallel-cc itself.
    let sender: String?
    let senderName: String?

    /// The text as the model reads it. The number distinguishes one message that comes twice from two equal messages.
    var introduced: String {
        "parallel-cc, message \(id)\(origin), \(sentAt): \(text)"
    }

    private var origin: String {
        guard let sender else { return "" }
        return senderName.map { " from \($0) (session \(sender))" } ?? " from session \(sender)"
    }
}
