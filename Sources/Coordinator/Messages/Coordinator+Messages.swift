package import HookCore
package import Store

extension ParallelError.Code {
    /// A message is empty or too long.
    package static let invalidMessage: Self = "invalid-message"
}

extension Coordinator {
    /// The longest text of a message, in characters. Claude Code hides longer additions to a prompt behind a preview,
    /// and several messages may come at once.
    package static let longestMessage = 4_000

    /// Sends a living session a message, which it gets at its next prompt or tool call.
    /// - Parameter sender: the session that sends it; nil: the user or parallel-cc.
    /// - Throws: `.unknownSession`, `.invalidMessage`, the `database…` codes.
    @discardableResult
    package func send(
        _ text: String, kind: Message.Kind = .note, to sessionID: String, from sender: String? = nil
    ) throws(ParallelError) -> Int64 {
        guard let session = try session(.id(sessionID)), session.state.isLive, liveness(session) != .dead else {
            throw ParallelError(
                .unknownSession, operation: "send message", subject: sessionID, message: "no such living session",
                hint: "parallel-cc status")
        }
        guard text.contains(where: { !$0.isWhitespace }), text.count <= Self.longestMessage else {
            throw ParallelError(
                .invalidMessage, operation: "send message", subject: "\(text.count) characters",
                message: "a message has 1 to \(Self.longestMessage) characters")
        }
        let id = try database.write { db throws(StoreError) in
            try post(text, kind: kind, to: session, from: sender, in: db)
        }
        raiseMailFlag(of: session)
        return id
    }

    /// Adds a message inside a transaction. After the commit, call `raiseMailFlag(of:)`.
    /// - Returns: the message's id.
    @discardableResult
    package func post(
        _ text: String, kind: Message.Kind, to session: Session, from sender: String? = nil, in db: Connection
    ) throws(StoreError) -> Int64 {
        let id = try MessageTable.insert(text, kind: kind, to: session.id, from: sender, at: timestamp, in: db)
        try EventTable.append(
            "message.sent", at: timestamp, repository: session.repository, session: session.id,
            worktree: sender.map { "from \($0)" }, cause: "\(kind.rawValue) \(id)", in: db)
        return id
    }

    /// Raises the flag at which the hook looks for messages. Call it after the commit of the message.
    package func raiseMailFlag(of session: Session) { MailFlag(beats, process: session.process).raise() }

    /// Returns the newest `limit` messages, oldest first.
    /// - Parameters:
    ///   - repository: the repository whose sessions' messages are returned; nil: all repositories.
    ///   - session: the session whose messages are returned; nil: all sessions.
    ///   - isWaiting: whether to return only messages that were not delivered yet.
    package func messages(
        in repository: String? = nil, to session: String? = nil, isWaiting: Bool = false, limit: Int = 50
    ) throws(ParallelError) -> [Message] {
        try database.read { db throws(StoreError) in
            try MessageTable.list(of: repository, to: session, isWaiting: isWaiting, limit: limit, in: db)
        }
    }
}
