internal import GitKit
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    static let restoredReason = "restored"

    /// Takes into the database the worktrees of all known repositories that are ours by git's locks but have no row, such
    /// as after the database was lost.
    package func adoptWorktrees() throws(ParallelError) {
        for repository in try knownRepositories() where FileAccess.exists(repository) {
            try adoptWorktrees(in: repository)
            try adoptTrash(of: repository)
        }
    }

    /// The same for one repository. Reads a few small files per linked worktree; starts no program when all are known.
    ///
    /// They are `kept`: another data directory may have made them, and only the user knows whether they are done with.
    package func adoptWorktrees(in repository: String) throws(ParallelError) {
        let locked = WorktreeAdministration.all(commonDirectory: repository).compactMap { entry in
            entry.lockReason.flatMap(WorktreeLock.init(reason:)).map { (entry: entry, lock: $0) }
        }
        guard !locked.isEmpty else { return }
        let known = try database.read { db throws(StoreError) in Set(try WorktreeTable.all(db).map(\.path)) }
        for (entry, lock) in locked {
            let path = realPathOfMissing(entry.path)
            if known.contains(path) || !FileAccess.exists(path) { continue }
            let head = try? git(path).head()
            try database.write { db throws(StoreError) in
                // A removal takes it from git first and from the table last.
                guard FileAccess.exists(entry.directory), try WorktreeTable.find(path: path, db) == nil else { return }
                var record = WorktreeRecord(
                    id: try WorktreeTable.freeID(lastComponent(path), db), repository: repository, path: path,
                    branch: head?.branch, base: head?.commit, state: .kept,
                    keptReason: "found in git without a record", createdAt: timestamp,
                    placeInode: inodeAround(path))
                // A server that was started from there may still listen.
                if let block = lock.portBlock, try WorktreeTable.isPortBlockFree(block, db) { record.portBlock = block }
                try WorktreeTable.insert(record, db)
                try EventTable.append(
                    "worktree.adopted", at: timestamp, repository: repository, worktree: path,
                    cause: entry.lockReason, db)
            }
        }
    }
}
