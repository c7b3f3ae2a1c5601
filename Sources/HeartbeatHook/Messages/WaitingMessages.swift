import HookCore

/// The messages that wait for a session.
///
/// They are marked as delivered only after they are printed, in the transaction that read them. A hook that is killed
/// in between leaves them for the next hook, and two hooks at once never deliver the same message.
struct WaitingMessages {
    /// The most characters of one delivery. Claude Code would hide more from the model behind a preview; the rest comes
    /// with the next tool call.
    private static let mostCharacters = 8_000

    let database: HookDatabase
    let flag: MailFlag
    /// The texts in the order in which they were sent.
    let texts: [String]
    private let last: Int64
    private let session: String

    /// Reads the messages in a write transaction that stays open; nil when there are none or the database does not
    /// answer.
    init?(of process: ProcessIdentity, beats: BeatDirectory, dataDirectory: String) {
        guard let database = HookDatabase(dataDirectory: dataDirectory),
            let session = database.session(of: process)?.id, database.begin()
        else { return nil }
        let waiting = database.messages(to: session)
        var fitting = waiting.prefix(1)
        var length = waiting.first?.introduced.utf16.count ?? 0
        for message in waiting.dropFirst() {
            length += message.introduced.utf16.count
            if length > Self.mostCharacters { break }
            fitting.append(message)
        }
        flag = MailFlag(beats, process: process)
        // A session that sends a message from now on waits for our transaction, and raises the flag afterwards.
        if fitting.count == waiting.count { flag.lower() }
        guard let last = fitting.last?.id else {
            database.rollback()
            return nil
        }
        (self.database, self.session, self.last) = (database, session, last)
        texts = fitting.map(\.introduced)
    }

    /// Ends the transaction.
    /// - Parameter isDelivered: whether Claude Code has taken the messages.
    func close(isDelivered: Bool) {
        if isDelivered, database.markDelivered(to: session, upTo: last), database.commit() { return }
        database.rollback()
        flag.raise()
    }
}
