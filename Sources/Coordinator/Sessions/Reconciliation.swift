internal import GitKit
package import HookCore
internal import Store

/// A claude that runs without being registered, with the repository it runs in.
struct UnregisteredSession {
    let native: NativeSession
    let repository: Repository
}

extension Coordinator {
    /// Brings the table of sessions to what the kernel says: the dead become lost, the unregistered are adopted.
    package func reconcile() throws(ParallelError) {
        let natives = context.nativeSessions()
        let found = try unregisteredSessions(natives)
        try database.write { db throws(StoreError) in
            try noteConversations(natives, in: db)
            try markLost(in: db)
            try adopt(found, in: db)
        }
    }

    /// Marks sessions whose process is gone: ended, where Claude had said goodbye; else lost.
    func markLost(in db: Connection) throws(StoreError) {
        for session in try SessionTable.live(in: db) where liveness(session) == .dead {
            let isOver = try EventTable.last(of: session.id, in: db) == "session.ending"
            let cause = "process \(session.process.pid) is gone"
            try noteStoredConversations(of: session, in: db)
            try SessionTable.end(session.id, as: isOver ? .ended : .lost, reason: cause, at: timestamp, in: db)
            try EventTable.append(
                isOver ? "session.ended" : "session.lost", at: timestamp, repository: session.repository,
                session: session.id, worktree: session.worktreePath, cause: cause, in: db)
        }
    }

    /// Processes that beat, or stand in Claude's registry, without being anyone's session. Asks git, so it is done before
    /// a transaction.
    func unregisteredSessions(_ natives: [NativeSession]) throws(ParallelError) -> [UnregisteredSession] {
        let live = try database.read { db throws(StoreError) in try SessionTable.live(in: db) }
        let known = Set(live.map(\.process))
        var candidates: [ProcessIdentity: NativeSession] = [:]
        for beat in beats.all() where beat.agentID == nil && !known.contains(beat.process) {
            if let native = native(from: beat) { candidates[native.process] = native }
        }
        for native in natives where !known.contains(native.process) {
            candidates[native.process] = native
        }
        var found: [UnregisteredSession] = []
        for native in candidates.values.sorted(by: { $0.process.pid < $1.process.pid })
        where context.isAlive(native.process) && !isNested(native.process, in: live) {
            // Outside a repository there is nothing to coordinate.
            guard let repository = try? repository(at: native.directory) else { continue }
            found.append(UnregisteredSession(native: native, repository: repository))
        }
        return found
    }

    /// A beat that asks for adoption; one of a process that is gone is swept away.
    private func native(from beat: Beat) -> NativeSession? {
        if let boot = beat.bootID, boot != context.host.bootID {
            beats.remove(for: beat.process)
            return nil
        }
        if let namespace = beat.pidNamespace, namespace != context.host.pidNamespace { return nil }
        guard context.isAlive(beat.process) else {
            beats.remove(for: beat.process)
            return nil
        }
        guard let directory = beat.cwd else { return nil }
        return NativeSession(process: beat.process, directory: directory, claudeSessionID: beat.claudeSessionID)
    }

    /// Whether a registered session's process is an ancestor: a claude inside a claude shares its lease.
    private func isNested(_ process: ProcessIdentity, in live: [Session]) -> Bool {
        let known = Set(live.filter { $0.host == context.host }.map(\.process))
        let pids = Set(known.map(\.pid))
        var pid = process.pid
        for _ in 0..<64 {
            guard let parent = ProcessIdentity.parentPid(of: pid), parent > 1 else { return false }
            // A pid alone may be a dead session's that something else got.
            if pids.contains(parent), let identity = ProcessIdentity.read(pid: parent), known.contains(identity) {
                return true
            }
            pid = parent
        }
        return false
    }

    func adopt(_ found: [UnregisteredSession], in db: Connection) throws(StoreError) {
        for candidate in found {
            let process = candidate.native.process
            guard try SessionTable.live(process, on: context.host, in: db) == nil else { continue }
            let repository = candidate.repository
            let own = try WorktreeTable.find(path: repository.workTree, in: db)
            let session = Session(
                id: context.makeID(), kind: .native, name: candidate.native.name, state: .active,
                repository: repository.commonDirectory, worktreePath: repository.workTree, worktreeName: own?.id,
                subdirectory: subdirectory(of: candidate.native.directory, in: repository.workTree),
                origin: repository.workTree, branch: nil, process: process, host: context.host,
                claudeSessionID: candidate.native.claudeSessionID, createdAt: timestamp, endedAt: nil, endReason: nil)
            try SessionTable.insert(session, in: db)
            if try SessionTable.lease(repository.workTree, to: session.id, at: timestamp, in: db) {
                try noteInLock(session, in: db)
            }
            try EventTable.append(
                "session.adopted", at: timestamp, repository: session.repository, session: session.id,
                worktree: session.worktreePath, cause: "claude runs without claude-parallel", in: db)
        }
    }

    /// What follows the root in the real path of a directory; empty where it is the root or lies elsewhere.
    func subdirectory(of directory: String, in root: String) -> String {
        let real = realPath(directory)
        return real.hasPrefix(root + "/") ? String(real.dropFirst(root.count + 1)) : ""
    }
}
