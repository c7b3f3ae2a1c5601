import HookCore

/// The messages that wait for a session.
///
/// They are marked as delivered only once they are printed, in the transaction that read them: a hook that is killed in
/// between delivers them again, and two hooks at once never both.
struct WaitingMessages {
    /// More would be hidden from the model behind a preview; the rest comes with the next tool call.
    private static let mostCharacters = 8_000

    let database: HookDatabase
    let flag: MailFlag
    /// In the order in which they were sent.
    let texts: [String]
    private let last: Int64
    private let session: String

    /// Nil when there are none, or the database does not say.
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
        // Whoever sends one from now on waits for our transaction, and raises it afterwards.
        if fitting.count == waiting.count { flag.lower() }
        guard let last = fitting.last?.id else {
            database.rollback()
            return nil
        }
        (self.database, self.session, self.last) = (database, session, last)
        texts = fitting.map(\.introduced)
    }

    /// - Parameter isDelivered: whether Claude Code has taken them.
    func close(isDelivered: Bool) {
        if isDelivered, database.markDelivered(to: session, upTo: last), database.commit() { return }
        database.rollback()
        flag.raise()
    }
}
