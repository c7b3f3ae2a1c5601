internal import Exec
internal import Files
internal import GitKit
internal import HookCore
internal import Store

/// Repositories that were moved, alone or together with their worktrees. Which one a worktree belongs to is git's to say: its
/// `.git`, once `git worktree repair` has mended that.
extension Coordinator {
    /// A worktree as it is known after a look at where its `.git` leads to by now.
    func followed(_ worktree: WorktreeRecord) throws(ParallelError) -> WorktreeRecord {
        if let place = newRepository(of: worktree) { try adoptWorktrees(in: place) }
        let found = try database.read { db throws(StoreError) in try WorktreeTable.find(id: worktree.id, in: db) }
        return found ?? worktree
    }

    /// The common git directory that lists a worktree of ours in the place of the one that we know; nil where none does.
    func newRepository(of worktree: WorktreeRecord) -> String? {
        guard let place = WorktreeAdministration.commonDirectory(of: worktree.path),
            isOf(place, insteadOfKnown: worktree)
        else { return nil }
        return place
    }

    private func isOf(_ repository: String, insteadOfKnown worktree: WorktreeRecord) -> Bool {
        guard worktree.state == .active || worktree.state == .kept, worktree.repository != repository,
            WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository) == nil,
            let entry = WorktreeAdministration.find(path: worktree.path, commonDirectory: repository)
        else { return false }
        return entry.ownLock != nil && entry.isGitDirectory(of: worktree.path)
    }

    /// Writes down that a worktree belongs to another repository than we know, if it does.
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

    /// Why a worktree is left alone whose repository is not there: nothing of it could be saved. Nil where it is.
    func repositoryMissing(for worktree: WorktreeRecord) -> ParallelError? {
        if FileAccess.exists(worktree.repository) { return nil }
        let place = ShellWord.quote(worktree.path)
        if FileAccess.exists(worktree.path) {
            return ParallelError(
                .unusableRepository, operation: "remove worktree", subject: worktree.path,
                message: "its repository is gone, so nothing of it could be saved",
                hint:
                    "if that was moved: git -C ITS-NEW-PLACE worktree repair \(place); else take from there what you want, "
                    + "delete it, and: parallel-cc worktree remove \(place)", cause: worktree.repository)
        }
        return ParallelError(
            .placeMissing, operation: "remove worktree", subject: worktree.path,
            message: "neither it nor its repository is there; is a disk not mounted, or were they moved?",
            hint: "if they were moved: cd THE-REPOSITORY && git worktree repair THE-WORKTREE && parallel-cc cleanup; "
                + "else: parallel-cc worktree remove \(place)", cause: worktree.repository)
    }

    /// Notes why it is left alone.
    func keep(_ worktree: WorktreeRecord, error: ParallelError) throws(ParallelError) -> RemovalOutcome {
        let why = error.reasonToKeep
        try database.write { db throws(StoreError) in
            guard try WorktreeTable.find(id: worktree.id, in: db) == worktree, worktree.keptReason != why else {
                return
            }
            try WorktreeTable.settle(worktree.state, id: worktree.id, keptReason: why, in: db)
            try EventTable.append(
                "worktree.kept", at: timestamp, repository: worktree.repository, session: worktree.sessionID,
                worktree: worktree.path, cause: why, detail: error.cause, in: db)
        }
        return .kept(worktree.path, branch: worktree.branch, because: why)
    }
}

extension ParallelError {
    /// What, why and what helps, in one line.
    var reasonToKeep: String {
        let about = subject.isEmpty ? message : "\(message): \(subject)"
        let what = cause.map { $0.isEmpty ? about : "\(about) (\($0))" } ?? about
        return hint.map { "\(what). What helps: \($0)" } ?? what
    }
}
