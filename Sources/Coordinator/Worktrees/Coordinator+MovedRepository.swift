internal import Exec
internal import Files
internal import GitKit
internal import HookCore
internal import Store

/// Repositories that were moved, alone or together with their worktrees. The worktree's `.git` says to which repository
/// it belongs, once `git worktree repair` has mended it.
extension Coordinator {
    /// Returns the worktree's record after a check to which repository its `.git` leads now.
    func findMoved(_ worktree: WorktreeRecord) throws(ParallelError) -> WorktreeRecord {
        if let repository = newRepository(of: worktree) { try adoptWorktrees(in: repository) }
        let found = try database.read { db throws(StoreError) in try WorktreeTable.find(id: worktree.id, in: db) }
        return found ?? worktree
    }

    /// Returns the common git directory that now lists a worktree of parallel-cc instead of the recorded one; nil for
    /// none.
    func newRepository(of worktree: WorktreeRecord) -> String? {
        guard let repository = WorktreeAdministration.commonDirectory(of: worktree.path),
            isOf(repository, insteadOfKnown: worktree)
        else { return nil }
        return repository
    }

    private func isOf(_ repository: String, insteadOfKnown worktree: WorktreeRecord) -> Bool {
        guard worktree.state == .active || worktree.state == .kept, !worktree.repository.isSame(as: repository),
            WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository) == nil,
            let entry = WorktreeAdministration.find(path: worktree.path, commonDirectory: repository)
        else { return false }
        return entry.ownLock != nil && entry.isGitDirectory(of: worktree.path)
    }

    /// Updates the recorded repository of a worktree that now belongs to this one.
    func follow(_ worktree: WorktreeRecord, to repository: String) throws(ParallelError) {
        guard isOf(repository, insteadOfKnown: worktree) else { return }
        try database.write { db throws(StoreError) in
            guard try WorktreeTable.find(id: worktree.id, in: db) == worktree else { return }
            try WorktreeTable.setRepository(repository, of: worktree.id, in: db)
            try EventTable.append(
                "worktree.followed", at: timestamp, repository: repository, worktree: worktree.path,
                cause: "its repository was \(worktree.repository)", in: db)
        }
    }

    /// Returns the reason to leave a worktree alone whose repository is missing, because nothing of it could be saved.
    /// Returns nil when the repository is there.
    func repositoryMissing(for worktree: WorktreeRecord) -> ParallelError? {
        if FileAccess.exists(worktree.repository) { return nil }
        let quotedPath = ShellWord.quote(worktree.path)
        if FileAccess.exists(worktree.path) {
            return ParallelError(
                .unusableRepository, operation: "remove worktree", subject: worktree.path,
                message: "its repository is gone, so nothing of it could be saved",
                hint:
                    "if that was moved: git -C ITS-NEW-PLACE worktree repair \(quotedPath); "
                    + "else take from there what you want, "
                    + "delete it, and: parallel-cc worktree remove \(quotedPath)", cause: worktree.repository)
        }
        return ParallelError(
            .placeMissing, operation: "remove worktree", subject: worktree.path,
            message: "neither it nor its repository is there; is a disk not mounted, or were they moved?",
            hint: "if they were moved: cd THE-REPOSITORY && git worktree repair THE-WORKTREE && parallel-cc cleanup; "
                + "else: parallel-cc worktree remove \(quotedPath)", cause: worktree.repository)
    }

    /// Records the reason for leaving a worktree alone.
    func keep(_ worktree: WorktreeRecord, error: ParallelError) throws(ParallelError) -> RemovalOutcome {
        let reason = error.reasonToKeep
        try database.write { db throws(StoreError) in
            guard try WorktreeTable.find(id: worktree.id, in: db) == worktree, worktree.keptReason != reason else {
                return
            }
            try WorktreeTable.endOperation(worktree.state, id: worktree.id, keptReason: reason, in: db)
            try EventTable.append(
                "worktree.kept", at: timestamp, repository: worktree.repository, session: worktree.sessionID,
                worktree: worktree.path, cause: reason, detail: error.cause, in: db)
        }
        return .kept(worktree.path, branch: worktree.branch, because: reason)
    }
}

extension ParallelError {
    /// The error, its cause and its advice, in one line.
    var reasonToKeep: String {
        let about = subject.isEmpty ? message : "\(message): \(subject)"
        let explained = cause.map { $0.isEmpty ? about : "\(about) (\($0))" } ?? about
        return hint.map { "\(explained). What helps: \($0)" } ?? explained
    }
}
