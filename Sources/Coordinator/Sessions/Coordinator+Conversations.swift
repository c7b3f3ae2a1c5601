internal import HookCore
internal import Store

extension Coordinator {
    /// Notes that a conversation now takes place in a session.
    func note(_ claudeSessionID: String, of session: Session, in db: Connection) throws(StoreError) {
        try SessionTable.setClaudeSession(claudeSessionID, of: session.id, in: db)
        try ConversationTable.record(claudeSessionID, session: session, at: timestamp, in: db)
        try MessageTable.readdress(claudeSessionID, to: session.id, in: db)
        try EventTable.append(
            "session.conversation", at: timestamp, repository: session.repository, session: session.id,
            worktree: session.worktreePath, cause: claudeSessionID, in: db)
    }

    /// The conversations of living sessions by Claude's registry: hooks, which would have told, may not be installed.
    func noteConversations(_ natives: [NativeSession], in db: Connection) throws(StoreError) {
        for native in natives {
            guard let id = native.claudeSessionID,
                let session = try SessionTable.live(native.process, on: context.host, in: db),
                session.claudeSessionID != id
            else { continue }
            try note(id, of: session, in: db)
        }
    }

    /// The conversations of a session whose process is gone: those that Claude has stored since it began, where nobody
    /// has told us of any.
    func noteStoredConversations(of session: Session, in db: Connection) throws(StoreError) {
        guard session.claudeSessionID == nil, let since = Timestamp(text: session.createdAt) else { return }
        let inside = session.subdirectory.isEmpty ? "" : "/" + session.subdirectory
        for stored in context.conversations(session.worktreePath + inside) where stored.updated >= since {
            if try ConversationTable.find(stored.claudeSessionID, in: db)?.sessionID == session.id { continue }
            try note(stored.claudeSessionID, of: session, in: db)
        }
    }
}
