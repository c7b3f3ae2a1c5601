internal import GitKit
package import HookCore
internal import Store

/// The data that Claude Code gives its hooks at the start and the end of a session.
package struct ClaudeNotice: Sendable {
    /// The claude process that runs the hook.
    package var process: ProcessIdentity
    /// The id of the conversation.
    package var claudeSessionID: String
    /// The directory in which claude runs, as an absolute path.
    package var directory: String
    /// The session's name in Claude Code; nil for none.
    package var name: String?

    /// Takes the values of one hook call.
    package init(process: ProcessIdentity, claudeSessionID: String, directory: String, name: String?) {
        self.process = process
        self.claudeSessionID = claudeSessionID
        self.directory = directory
        self.name = name
    }
}

extension Coordinator {
    /// Handles SessionStart: adopts a claude that is not registered, and records the place of the conversation. After
    /// /clear or a resume, the same process has another conversation.
    /// - Returns: the session; nil outside a repository and inside another claude's session.
    @discardableResult
    package func sessionStarted(_ notice: ClaudeNotice) throws(ParallelError) -> Session? {
        guard let known = try registered(notice) else { return nil }
        try database.write { db throws(StoreError) in
            try note(notice.claudeSessionID, of: known, in: db)
            if known.name == nil, let name = notice.name {
                try SessionTable.setName(name, of: known.id, in: db)
            }
        }
        return known
    }

    /// Handles SessionEnd. The claude process still lives, so only the end's reason is recorded. A later command that
    /// finds the process gone releases the session.
    package func sessionEnding(_ notice: ClaudeNotice, reason: String) throws(ParallelError) {
        guard let session = try liveSession(of: notice.process) else { return }
        try database.write { db throws(StoreError) in
            try EventTable.append(
                "session.ending", at: timestamp, repository: session.repository, session: session.id,
                worktree: session.worktreePath, cause: reason, in: db)
        }
    }

    private func registered(_ notice: ClaudeNotice) throws(ParallelError) -> Session? {
        switch SessionLocator(beats: beats).find(claudePid: notice.process.pid, parent: notice.process.pid) {
        case .nested: return nil
        case .known(let process, _):
            if let session = try liveSession(of: process) { return session }
        case .unknown, .none: break
        }
        guard let repository = try? repository(at: notice.directory) else { return nil }
        let native = NativeSession(
            process: notice.process, directory: notice.directory, claudeSessionID: notice.claudeSessionID,
            name: notice.name)
        try database.write { db throws(StoreError) in
            try markLost(in: db)
            try adopt([UnregisteredSession(native: native, repository: repository)], in: db)
        }
        return try liveSession(of: notice.process)
    }

    private func liveSession(of process: ProcessIdentity) throws(ParallelError) -> Session? {
        try database.read { db throws(StoreError) in try SessionTable.live(process, on: context.host, in: db) }
    }
}
