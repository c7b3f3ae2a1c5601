internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension Coordinator {
    /// Ends lost sessions, saves and removes the worktrees that no live session holds, and keeps stash entries.
    ///
    /// A failure with one worktree is reported, and the cleanup goes on. It never touches a living session, nor one
    /// whose process it cannot see.
    /// - Parameter onlyOld: whether to remove only worktrees that are lost for longer than `worktree.lostDays` or hold
    ///   no work.
    package func cleanup(onlyOld: Bool = false) throws(ParallelError) -> CleanupResult {
        var result = CleanupResult()
        try adoptWorktrees()
        result.worktrees = try repair().filter(\.removed)
        try reconcile()
        for worktree in try unleasedWorktrees() where FileAccess.exists(worktree.repository) || !onlyOld {
            if Interruption.signal != nil { break }
            do throws(ParallelError) {
                if onlyOld, try !isDue(worktree) { continue }
                result.worktrees.append(try remove(worktree, reason: "its session is gone"))
            } catch {
                result.failures.append(CleanupFailure(worktree.path, error: error))
            }
        }
        result.sessions = try endLost()
        result.failures += try keepStashes()
        for repository in try knownRepositories() where FileAccess.exists(repository) {
            Git.sweepPrivateIndexes(in: repository)
            do throws(ParallelError) {
                try PrivateFolder.sweep(repository, with: git(repository))
            } catch {
                result.failures.append(CleanupFailure(repository, error: error))
            }
        }
        let emptied = try emptyOldTrash()
        result.failures += emptied.failures.map { CleanupFailure($0.path, error: $0.error) }
        return result
    }

    /// Returns finished worktrees of parallel-cc that no session holds. Kept ones are among them only if their
    /// directory seems to have been deleted by the user.
    private func unleasedWorktrees() throws(ParallelError) -> [WorktreeRecord] {
        try database.read { db throws(StoreError) in
            var free: [WorktreeRecord] = []
            for worktree in try WorktreeTable.all(in: db) where worktree.state == .active || worktree.state == .kept {
                let mayBeThere = FileAccess.isDirectory(worktree.path) || !FileAccess.exists(worktree.repository)
                if worktree.state == .kept, mayBeThere { continue }
                if try SessionTable.holder(of: worktree.path, in: db) == nil { free.append(worktree) }
            }
            return free
        }
    }

    private func isDue(_ worktree: WorktreeRecord) throws(ParallelError) -> Bool {
        guard FileAccess.isDirectory(worktree.path) else { return isPlaceThere(worktree) }
        let settings = try settings(of: worktree)
        guard settings.autoCleanup else { return false }
        if try age(worktree) > Int64(settings.lostDays) * 86_400_000 { return true }
        return try holdsNothing(worktree)
    }

    /// Returns the milliseconds since the worktree's session ended, as far as they have certainly passed: a clock that
    /// is set forward makes no worktree old.
    private func age(_ worktree: WorktreeRecord) throws(ParallelError) -> Int64 {
        let (session, certain): (Session?, Int64) = try database.write { db throws(StoreError) in
            let elapsed = try lookAtClocks(in: db)
            guard let id = worktree.sessionID else { return (nil, elapsed) }
            return (try SessionTable.find(id: id, in: db), elapsed - (try SessionTable.endedElapsed(id, in: db)))
        }
        let since = Timestamp(text: session?.endedAt ?? worktree.createdAt) ?? Timestamp(milliseconds: 0)
        return min(context.now().milliseconds - since.milliseconds, certain)
    }

    private func holdsNothing(_ worktree: WorktreeRecord) throws(ParallelError) -> Bool {
        guard let known = WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository) else {
            return false
        }
        return try snapshotSource(worktree, gitDirectory: known.directory, workTree: worktree.path).inspect().isEmpty
    }

    private func endLost() throws(ParallelError) -> [String] {
        try database.write { db throws(StoreError) in
            var ended: [String] = []
            for session in try SessionTable.lost(in: db) {
                // A lost session ends together with its worktree. A session whose worktree is kept ends, and the
                // worktree stays listed.
                let own = try WorktreeTable.find(path: session.worktreePath, in: db)
                if let own, own.sessionID == session.id, own.state != .kept { continue }
                try SessionTable.end(session.id, as: .ended, reason: "cleaned up", at: timestamp, in: db)
                beats.remove(for: session.process)
                ended.append(session.id)
            }
            return ended
        }
    }
}
