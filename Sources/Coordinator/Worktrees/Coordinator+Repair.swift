internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    /// Completes or undoes the unfinished work of killed commands: worktrees that are `creating` or `removing` and
    /// whose owner is gone. It costs one query when there is nothing.
    /// - Parameters:
    ///   - repository: the repository to repair; nil: all.
    ///   - isWanted: whether to repair a worktree now; others are left to the next command.
    /// - Returns: the outcomes. A worktree that cannot be repaired now is kept, with the reason.
    @discardableResult
    package func repair(
        in repository: String? = nil, where isWanted: (WorktreeRecord) -> Bool = { _ in true }
    ) throws(ParallelError) -> [RemovalOutcome] {
        let pending: [WorktreeRecord] = try database.read { db throws(StoreError) in
            try WorktreeTable.pending(in: db).filter { repository == nil || $0.repository.isSame(as: repository) }
        }
        var outcomes: [RemovalOutcome] = []
        for worktree in pending
        where isWanted(worktree) && !isAtWork(worktree) && FileAccess.exists(worktree.repository) {
            do throws(ParallelError) {
                guard let claimed = try claim(worktree) else { continue }
                outcomes.append(try repair(claimed))
            } catch  where error.code != .interrupted {
                // A failure with one worktree must not block everything else.
                outcomes.append(.kept(worktree.path, branch: worktree.branch, because: error.description))
            }
        }
        return outcomes
    }

    /// Makes this process the owner, unless another process was quicker.
    private func claim(_ worktree: WorktreeRecord) throws(ParallelError) -> WorktreeRecord? {
        try database.write { db throws(StoreError) in
            guard let current = try WorktreeTable.find(id: worktree.id, in: db), current == worktree else { return nil }
            try WorktreeTable.begin(
                worktree.state, id: worktree.id, owner: context.process, host: context.host,
                trashPath: worktree.trashPath,
                in: db)
            if worktree.state == .creating, let session = worktree.sessionID {
                try SessionTable.end(session, as: .ended, reason: "registering was cut off", at: timestamp, in: db)
            }
            return try WorktreeTable.find(id: worktree.id, in: db)
        }
    }

    private func repair(_ worktree: WorktreeRecord) throws(ParallelError) -> RemovalOutcome {
        let wasReady = worktree.state == .removing
        let isMoved = worktree.trashPath.map(FileAccess.exists) ?? false
        if worktree.state == .removing && FileAccess.isDirectory(worktree.path) && !isMoved {
            // The removal stopped before it moved anything, so the worktree is unchanged. A user who wants it gone asks
            // again.
            try database.write { db throws(StoreError) in
                try WorktreeTable.endOperation(
                    worktree.formerState == .kept ? .kept : .active, id: worktree.id, keptReason: worktree.keptReason,
                    in: db)
            }
            return .kept(worktree.path, branch: worktree.branch, because: "its removal was cut off before it began")
        }
        // A release has not ended the lease yet, so no other session can have taken it meanwhile.
        return try remove(
            worktree, heldBy: worktree.sessionID, reason: "a command was cut off", wasReady: wasReady)
    }

    /// Removes the entries of killed `git worktree add` calls that git cannot read. Reads a few small files for each
    /// linked worktree.
    /// - Parameter path: the path of a worktree that is known to be half made; nil: any.
    package func removeUnfinished(in repository: String, at path: String? = nil) throws(ParallelError) {
        let name = path.map(FilePath.name)
        if WorktreeAdministration.unfinished(commonDirectory: repository, named: name).isEmpty { return }
        // Another process may be making the worktree now. Then it is finished once the lock is free.
        try locked(repository) { () throws(ParallelError) in
            try WorktreeAdministration.removeUnfinished(commonDirectory: repository, named: name)
        }
    }
}
