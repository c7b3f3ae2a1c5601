internal import Files
internal import GitKit
internal import HookCore
internal import Store

/// Worktrees that somebody has moved with git (`git worktree move`, `git worktree repair`): git knows where they are,
/// and the database does not.
extension Coordinator {
    /// Returns git's entry of a worktree that lies elsewhere now; nil for none.
    func movedByGit(_ worktree: WorktreeRecord) -> WorktreeAdministration? {
        guard worktree.state == .active || worktree.state == .kept, !FileAccess.exists(worktree.path) else {
            return nil
        }
        let all = WorktreeAdministration.all(commonDirectory: worktree.repository)
        if all.contains(where: { $0.path.isSame(as: worktree.path) }) { return nil }
        // git names its entry after the first path, and never renames it.
        return all.first { entry in
            guard FilePath.name(of: entry.directory).isSame(as: FilePath.name(of: worktree.path)) else { return false }
            let isThis = entry.ownLock.map { $0.sessionID == worktree.sessionID } ?? entry.isMarked
            return isThis && FileAccess.isDirectory(entry.path) && entry.isGitDirectory(of: entry.path)
        }
    }

    /// Leaves a worktree where it was moved to, and records that.
    func follow(
        _ worktree: WorktreeRecord, movedTo entry: WorktreeAdministration, heldBy session: String?
    ) throws(ParallelError) -> RemovalOutcome {
        let path = realPath(entry.path)
        let isFollowed = try database.write { db throws(StoreError) in
            guard try WorktreeTable.find(id: worktree.id, in: db) == worktree else { return false }
            if let holder = try SessionTable.holder(of: worktree.path, in: db), holder != session { return false }
            if try SessionTable.live(at: worktree.path, in: db).contains(where: { $0 != session }) { return false }
            if try WorktreeTable.find(path: path, in: db) != nil {
                try WorktreeTable.delete(worktree.id, in: db)
            } else {
                try WorktreeTable.setPath(path, of: worktree.id, in: db)
                try WorktreeTable.setPlace(inodeAround(path), of: worktree.id, in: db)
                try WorktreeTable.endOperation(.kept, id: worktree.id, keptReason: Self.movedReason, in: db)
            }
            try EventTable.append(
                "worktree.followed", at: timestamp, repository: worktree.repository, session: worktree.sessionID,
                worktree: path, cause: "it was \(worktree.path)", in: db)
            return true
        }
        if !isFollowed {
            return .kept(worktree.path, branch: worktree.branch, because: "another command or session is at work on it")
        }
        return .kept(path, branch: worktree.branch, because: "\(Self.movedReason) from \(worktree.path)")
    }

    private static let movedReason = "it was moved there"
}
