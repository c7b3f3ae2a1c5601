internal import Files
internal import GitKit
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    static let restoredReason = "restored"

    /// Adopts worktrees of all known repositories that are parallel-cc's by git's locks but have no row. That happens
    /// after the loss of the database.
    package func adoptWorktrees() throws(ParallelError) {
        let known = try knownRepositories() + [surroundingRepository].compactMap(\.self)
        let moved = try worktrees().compactMap(newRepository)
        for repository in (known + moved).distinctNames where FileAccess.exists(repository) {
            try removeUnfinished(in: repository)
            try adoptWorktrees(in: repository)
            try adoptTrash(of: repository)
        }
    }

    /// Adopts the worktrees of one repository. Reads a few small files for each linked worktree. Starts no program when
    /// all are known.
    ///
    /// Adopted worktrees are `kept`: another data directory may have made them, and only the user knows whether they
    /// are still needed. A worktree where a session of another container or machine may live is left to that session.
    package func adoptWorktrees(in repository: String) throws(ParallelError) {
        let locked = WorktreeAdministration.all(commonDirectory: repository).compactMap { entry in
            entry.ownLock.map { (entry: entry, lock: $0) }
        }
        guard !locked.isEmpty else { return }
        let (known, occupied) = try database.read { db throws(StoreError) in
            let rows = try WorktreeTable.all(in: db)
            var occupied: Set<Name> = []
            for (entry, lock) in locked where try stranger(in: lock, db: db)?.isInSight == false {
                occupied.insert(Name(entry.directory))
            }
            return (Dictionary(rows.map { (Name($0.path), $0) }) { $1 }, occupied)
        }
        for (entry, lock) in locked {
            // A link in the worktree's place belongs to someone else.
            guard let path = RealPath.ofEntry(entry.path) else { continue }
            if occupied.contains(Name(entry.directory)) {
                try forgetAdopted(known[Name(path)])
            } else if let worktree = known[Name(path)] {
                try follow(worktree, to: repository)
            } else if FileAccess.isDirectory(path) {
                try adopt(entry, lock: lock, at: path, in: repository)
            }
        }
    }

    private func adopt(
        _ entry: WorktreeAdministration, lock: WorktreeLock, at path: String, in repository: String
    ) throws(ParallelError) {
        let head = try? git(path).head()
        try database.write { db throws(StoreError) in
            // A removal deletes git's entry first and the row last.
            guard FileAccess.exists(entry.directory), try WorktreeTable.find(path: path, in: db) == nil else { return }
            var record = WorktreeRecord(
                id: try WorktreeTable.freeID(FilePath.name(of: path), in: db), repository: repository, path: path,
                branch: head?.branch, base: head?.commit, state: .kept,
                keptReason: "found in git without a record", createdAt: timestamp,
                placeInode: inodeAround(path))
            // A server that was started in the worktree may still listen on its ports.
            if let block = lock.portBlock, try WorktreeTable.isPortBlockFree(block, in: db) { record.portBlock = block }
            try WorktreeTable.insert(record, in: db)
            try EventTable.append(
                "worktree.adopted", at: timestamp, repository: repository, worktree: path, cause: entry.lockReason,
                in: db)
        }
    }

    /// Deletes the row of an adopted worktree in which an unknown session works now.
    private func forgetAdopted(_ worktree: WorktreeRecord?) throws(ParallelError) {
        guard let worktree, worktree.sessionID == nil, worktree.state == .kept else { return }
        try database.write { db throws(StoreError) in
            guard try WorktreeTable.find(id: worktree.id, in: db) == worktree,
                try SessionTable.holder(of: worktree.path, in: db) == nil
            else { return }
            try WorktreeTable.delete(worktree.id, in: db)
            try EventTable.append(
                "worktree.forgotten", at: timestamp, repository: worktree.repository, worktree: worktree.path,
                cause: "a session of another container or machine works in it", in: db)
        }
    }
}
