internal import HookCore
internal import Store

extension Coordinator {
    /// Records that a conversation now takes place in a session.
    func note(_ claudeSessionID: String, of session: Session, in db: Connection) throws(StoreError) {
        try SessionTable.setClaudeSession(claudeSessionID, of: session.id, in: db)
        try ConversationTable.record(claudeSessionID, session: session, at: timestamp, in: db)
        try MessageTable.readdress(claudeSessionID, to: session.id, in: db)
        try EventTable.append(
            "session.conversation", at: timestamp, repository: session.repository, session: session.id,
            worktree: session.worktreePath, cause: claudeSessionID, in: db)
    }

    /// Records the conversations of living sessions from Claude Code's registry. The hooks that report them may not be
    /// installed.
    func noteConversations(_ natives: [NativeSession], in db: Connection) throws(StoreError) {
        for native in natives {
            guard let id = native.claudeSessionID,
                let session = try SessionTable.live(native.process, on: context.host, in: db),
                session.claudeSessionID != id
            else { continue }
            try note(id, of: session, in: db)
        }
    }

    /// Records the conversations that Claude Code has stored since a dead session began, if no hook has reported one.
    func noteStoredConversations(of session: Session, in db: Connection) throws(StoreError) {
        guard session.claudeSessionID == nil, let since = Timestamp(text: session.createdAt) else { return }
        let inside = session.subdirectory.isEmpty ? "" : "/" + session.subdirectory
        for stored in context.conversations(session.worktreePath + inside) where stored.updated >= since {
            if try ConversationTable.find(stored.claudeSessionID, in: db)?.sessionID == session.id { continue }
            try note(stored.claudeSessionID, of: session, in: db)
        }
    }
}
