internal import GitKit
package import HookCore
internal import Store

/// A claude that runs without being registered, and the repository around its directory.
struct UnregisteredSession {
    let native: NativeSession
    let repository: Repository
}

extension Coordinator {
    /// Brings the table of sessions up to date with the kernel: marks dead sessions, and adopts unregistered ones.
    package func reconcile() throws(ParallelError) {
        let natives = context.nativeSessions()
        let found = try unregisteredSessions(natives)
        try database.write { db throws(StoreError) in
            try noteConversations(natives, in: db)
            try markLost(in: db)
            try adopt(found, in: db)
        }
    }

    /// Marks sessions whose process is gone. Sessions that Claude Code has ended become ended, all others lost.
    func markLost(in db: Connection) throws(StoreError) {
        let dead = try SessionTable.live(in: db).filter { liveness($0) == .dead }
        if !dead.isEmpty { _ = try lookAtClocks(in: db) }
        for session in dead {
            let isOver = try EventTable.last(of: session.id, in: db) == "session.ending"
            let cause = "process \(session.process.pid) is gone"
            try noteStoredConversations(of: session, in: db)
            try SessionTable.end(session.id, as: isOver ? .ended : .lost, reason: cause, at: timestamp, in: db)
            try EventTable.append(
                isOver ? "session.ended" : "session.lost", at: timestamp, repository: session.repository,
                session: session.id, worktree: session.worktreePath, cause: cause, in: db)
        }
    }

    /// Returns the living processes that have a beat or stand in Claude Code's registry but belong to no session. It
    /// asks git, so call it before a transaction.
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

    /// Returns the process of a beat that may be adopted. Removes the beat of a process that is gone.
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

    /// Whether the process of a registered session is an ancestor. A claude inside a claude shares its lease.
    private func isNested(_ process: ProcessIdentity, in live: [Session]) -> Bool {
        let known = Set(live.filter { $0.host == context.host }.map(\.process))
        let pids = Set(known.map(\.pid))
        var pid = process.pid
        for _ in 0..<64 {
            guard let parent = ProcessIdentity.parentPid(of: pid), parent > 1 else { return false }
            // A pid alone does not count: it may be a dead session's pid that another process got.
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

    /// Returns the part of a directory's real path below the root. It is empty for the root and for a directory
    /// elsewhere.
    func subdirectory(of directory: String, in root: String) -> String {
        FilePath.relative(realPath(directory), to: root) ?? ""
    }
}
