internal import GitKit
package import HookCore
internal import Store

/// What Claude says at the start or the end of a session.
package struct ClaudeNotice: Sendable {
    /// The claude that runs the hook.
    package var process: ProcessIdentity
    package var claudeSessionID: String
    package var directory: String
    package var name: String?

    package init(process: ProcessIdentity, claudeSessionID: String, directory: String, name: String?) {
        self.process = process
        self.claudeSessionID = claudeSessionID
        self.directory = directory
        self.name = name
    }
}

extension Coordinator {
    /// SessionStart: adopts a claude that nobody registered, and notes which conversation now takes place where; after
    /// /clear or a resume the same process has another conversation.
    /// - Returns: the session; nil outside a repository and inside another claude's session.
    @discardableResult
    package func sessionStarted(_ notice: ClaudeNotice) throws(ParallelError) -> Session? {
        guard let known = try registered(notice) else { return nil }
        try database.write { db throws(StoreError) in
            try note(notice.claudeSessionID, of: known, in: db)
            if known.name == nil, let name = notice.name {
                try db.run("UPDATE sessions SET name = ? WHERE id = ?", arguments: [name, known.id])
            }
        }
        return known
    }

    /// SessionEnd: claude still lives, so only the wish is written down; whoever sees the process gone releases.
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
