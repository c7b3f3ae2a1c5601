internal import GitKit
package import HookCore
internal import Store

extension Coordinator {
    /// Returns the session that may live in a worktree by its lock and is not in this database. Returns nil when there
    /// is none, or when its process is certainly gone.
    func stranger(in lock: WorktreeLock, db: Connection) throws(StoreError) -> Stranger? {
        guard let id = lock.sessionID, let process = lock.process, let host = lock.host,
            try SessionTable.find(id: id, in: db) == nil
        else { return nil }
        let liveness = liveness(process, on: host)
        return liveness == .dead ? nil : Stranger(process: process, isInSight: liveness == .alive)
    }

    /// Returns those of the worktrees in which a session may live that is not in this database.
    package func heldByStrangers(_ worktrees: [WorktreeRecord]) throws(ParallelError) -> [Name: Stranger] {
        try database.read { db throws(StoreError) in
            var held: [Name: Stranger] = [:]
            // Only adopted worktrees have no session of this database.
            for worktree in worktrees where worktree.sessionID == nil {
                held[Name(worktree.path)] = try stranger(at: worktree.path, of: worktree.repository, in: db)
            }
            return held
        }
    }

    /// Returns the worktrees of a repository that are parallel-cc's, that this database does not know, and in which a
    /// session may live.
    func unknownHeldByStrangers(in repository: String) throws(ParallelError) -> [Name: Stranger] {
        let locked = WorktreeAdministration.all(commonDirectory: repository).compactMap { entry in
            entry.ownLock.map { (path: realPathOfMissing(entry.path), lock: $0) }
        }
        if locked.isEmpty { return [:] }
        return try database.read { db throws(StoreError) in
            var held: [Name: Stranger] = [:]
            for (path, lock) in locked where try WorktreeTable.find(path: path, in: db) == nil {
                held[Name(path)] = try stranger(in: lock, db: db)
            }
            return held
        }
    }

    /// Returns the unknown session that may live in the worktree at a path.
    func stranger(at path: String, of repository: String, in db: Connection) throws(StoreError) -> Stranger? {
        guard WorktreeAdministration.isLinked(path),
            let lock = WorktreeAdministration.find(path: path, commonDirectory: repository)?.ownLock
        else { return nil }
        return try stranger(in: lock, db: db)
    }

    /// Writes into git's lock which session lives in a worktree of parallel-cc, so that others see it who do not have
    /// this database.
    ///
    /// The lease decides here, so a session works even when the lock cannot be written.
    /// - Parameter hasEnded: whether the session has left the worktree.
    func noteInLock(_ session: Session, hasEnded: Bool = false, in db: Connection) throws(StoreError) {
        guard WorktreeAdministration.isLinked(session.worktreePath),
            let known = WorktreeAdministration.find(
                path: session.worktreePath, commonDirectory: session.repository),
            var lock = known.ownLock, !hasEnded || lock.sessionID == session.id
        else { return }
        if lock.process != session.process, try stranger(in: lock, db: db) != nil { return }
        lock.sessionID = session.id
        lock.process = hasEnded ? nil : session.process
        lock.host = hasEnded ? nil : session.host
        try? known.lock(reason: lock.reason)
    }
}
