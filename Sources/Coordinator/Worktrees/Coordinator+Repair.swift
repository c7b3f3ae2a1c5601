internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    /// Goes on with, or takes back, what a killed command left half done: worktrees `creating` or `removing` whose owner
    /// is gone. Costs one query when there is nothing.
    /// - Parameters:
    ///   - repository: only this one's; those of all when nil.
    ///   - isWanted: whether to deal with a worktree now; others are left to the next command.
    /// - Returns: what became of them; one that cannot be dealt with now is kept, with the reason.
    @discardableResult
    package func repair(
        in repository: String? = nil, where isWanted: (WorktreeRecord) -> Bool = { _ in true }
    ) throws(ParallelError) -> [RemovalOutcome] {
        let pending: [WorktreeRecord] = try database.read { db throws(StoreError) in
            try WorktreeTable.pending(in: db).filter { repository == nil || $0.repository == repository }
        }
        var outcomes: [RemovalOutcome] = []
        for worktree in pending
        where isWanted(worktree) && !isAtWork(worktree) && FileAccess.exists(worktree.repository) {
            do throws(ParallelError) {
                guard let claimed = try claim(worktree) else { continue }
                outcomes.append(try repair(claimed))
            } catch  where error.code != .interrupted {
                // One worktree in trouble must not stand in the way of everything else.
                outcomes.append(.kept(worktree.path, branch: worktree.branch, because: error.description))
            }
        }
        return outcomes
    }

    /// Makes us the owner, if nobody else was quicker.
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
            // Cut off before anything moved: it is as it was. Whoever wants it gone asks again.
            try database.write { db throws(StoreError) in
                try WorktreeTable.settle(
                    worktree.formerState == .kept ? .kept : .active, id: worktree.id, keptReason: worktree.keptReason,
                    in: db)
            }
            return .kept(worktree.path, branch: worktree.branch, because: "its removal was cut off before it began")
        }
        // A release takes the lease's end for granted; nobody can have taken another on it meanwhile.
        return try remove(
            worktree, heldBy: worktree.sessionID, reason: "a command was cut off", wasReady: wasReady)
    }

    /// Takes away what a killed `git worktree add` of ours has left that git cannot read. Reads a few small files per linked
    /// worktree.
    /// - Parameter path: of a worktree that is known to be half made.
    package func removeUnfinished(in repository: String, at path: String? = nil) throws(ParallelError) {
        let name = path.map(FilePath.name)
        if WorktreeAdministration.unfinished(commonDirectory: repository, named: name).isEmpty { return }
        // Somebody may be making it just now: then it is finished once we have the lock.
        try locked(repository) { () throws(ParallelError) in
            try WorktreeAdministration.removeUnfinished(commonDirectory: repository, named: name)
        }
    }

    func makeRescueID() -> String { String(context.now().milliseconds, radix: 36) + "-" + context.makeSuffix() }

    /// A worktree's two halves, to be looked at or saved. Its files may already lie elsewhere than at its path.
    /// - Parameter submodules: where some are that need no saving, in the index or not.
    func snapshotSource(
        _ worktree: WorktreeRecord, gitDirectory: String, workTree: String, submodules: Set<PathBytes> = []
    ) throws(ParallelError) -> SnapshotSource {
        let included = try database.read { db throws(StoreError) in try WorktreeTable.included(worktree.id, in: db) }
        var changed: [PathBytes] = []
        // As git names a repository that it does not know.
        var unchanged = Set(submodules.map { $0 + [0x2F] })
        let git = git(workTree)
        // One that was found without a record, or restored: what was brought there is known by its name alone.
        let isUnrecorded = included.isEmpty && (worktree.sessionID == nil || worktree.isKept)
        let main = included.isEmpty && !isUnrecorded ? nil : mainCheckout(of: worktree.repository)
        for file in included {
            guard let now = FileVersion(file.path, in: workTree) else { continue }
            // One that was only touched, or given other permissions, holds nothing that the main checkout does not.
            var isSame = now == file.version
            if !isSame, let main { isSame = try git.hasSameContent(file.path, as: main) }
            if isSame { unchanged.insert(file.path) } else { changed.append(file.path) }
        }
        if isUnrecorded, let main {
            changed = try git.on(gitDirectory: gitDirectory, workTree: workTree)
                .includedFiles(patterns: main + "/.worktreeinclude", unlike: main)
        }
        return SnapshotSource(
            git: git, gitDirectory: gitDirectory, commonDirectory: worktree.repository, workTree: workTree,
            maxBytes: try settings(of: worktree).maxRescueBytes, ignoredFiles: changed, unchangedFiles: unchanged,
            disposableBranch: worktree.branch == worktree.id ? worktree.id : nil)
    }
}
