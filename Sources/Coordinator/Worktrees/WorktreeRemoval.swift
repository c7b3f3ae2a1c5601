internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
internal import HookCore
internal import Store

extension Coordinator {
    /// Removes a worktree of parallel-cc without losing anything in it. If that is impossible, keeps it
    /// and returns the reason.
    ///
    /// - Parameters:
    ///   - session: the session that may hold its lease, because it is being released.
    ///   - wasReady: false for a worktree whose creation did not finish; its missing files are not counted as deleted
    ///     ones.
    ///   - isByName: whether the user wants the removal, also when it is unclear why the directory is missing.
    ///   - isJustMade: whether this process was making it just now, so that no session has written there.
    /// - Throws: when a step after the move into the trash failed; the next command continues there.
    func remove(
        _ worktree: WorktreeRecord, heldBy session: String? = nil, reason: String, wasReady: Bool = true,
        isByName: Bool = false, isJustMade: Bool = false
    ) throws(ParallelError) -> RemovalOutcome {
        if let missing = repositoryMissing(for: worktree) { return try keep(worktree, error: missing) }
        if wasReady, let moved = movedByGit(worktree) {
            return try follow(worktree, movedTo: moved, heldBy: session)
        }
        let trash = worktree.trashPath ?? newTrashPath(for: worktree)
        guard let taken = try takeOver(worktree, heldBy: session, trash: trash, wasReady: wasReady) else {
            return .kept(worktree.path, branch: worktree.branch, because: "another command or session is at work on it")
        }
        context.reach("remove.taken")
        return try WorktreeRemoval(
            coordinator: self, worktree: taken, trash: trash, reason: reason, wasReady: wasReady, isByName: isByName,
            isJustMade: isJustMade
        ).run()
    }

    /// Makes this process the owner, if the worktree has not changed since it was read and no other session holds it.
    private func takeOver(
        _ worktree: WorktreeRecord, heldBy session: String?, trash: String, wasReady: Bool
    ) throws(ParallelError) -> WorktreeRecord? {
        try database.write { db throws(StoreError) in
            guard let current = try WorktreeTable.find(id: worktree.id, in: db), current.state == worktree.state,
                current.owner == worktree.owner
            else { return nil }
            if let holder = try SessionTable.holder(of: worktree.path, in: db), holder != session { return nil }
            // A session that lives in it without the lease (adopted, or a deliberate second one) must not lose it
            // either.
            if try SessionTable.live(at: worktree.path, in: db).contains(where: { $0 != session }) { return nil }
            try WorktreeTable.begin(
                wasReady ? .removing : .creating, id: worktree.id, owner: context.process, host: context.host,
                trashPath: trash, in: db)
            return try WorktreeTable.find(id: worktree.id, in: db)
        }
    }

    /// Returns an unused path in the trash of the worktree's file system.
    private func newTrashPath(for worktree: WorktreeRecord) -> String {
        let wanted = trashRoot(for: worktree.path) + "/" + FilePath.name(of: worktree.path) + "-" + context.makeSuffix()
        var path = wanted
        var number = 2
        while FileAccess.exists(path) {
            path = "\(wanted)-\(number)"
            number += 1
        }
        return path
    }
}

/// The only way in which a worktree is removed. The steps are those of docs/DATA-SAFETY.md, in this order: take over,
/// look, rescue, move to the trash, look again, tell git, delete the branch if it is contained, record.
struct WorktreeRemoval {
    let coordinator: Coordinator
    let worktree: WorktreeRecord
    let trash: String
    let reason: String
    let wasReady: Bool
    let isByName: Bool
    let isJustMade: Bool

    private var context: CoordinatorContext { coordinator.context }

    func run() throws(ParallelError) -> RemovalOutcome {
        if !wasReady { try coordinator.removeUnfinished(in: worktree.repository, at: worktree.path) }
        if !wasReady, try isNotBegun() {
            try record(SavedState(), branchDeleted: false)
            return RemovalOutcome(
                path: worktree.path, removed: true, branch: nil, branchDeleted: false, branchStays: nil,
                headBranch: nil, rescue: nil, rescued: nil, kept: nil)
        }
        var rescuer = RemovalSaving(
            coordinator: coordinator, worktree: worktree, trash: trash, reason: reason, wasReady: wasReady,
            isByName: isByName, isJustMade: isJustMade)
        let start = context.now()
        var turns = 0
        repeat {
            turns += 1
            let tooOften = RemovalGuards.reasonToKeep(
                .processInside, message: "it is being written to", subject: worktree.path)
            if try rescuer.continueNoted() {
                if turns > 8 { throw tooOften }
                continue
            }
            do throws(ParallelError) {
                if turns > 8 { throw tooOften }
                try rescuer.secure()
                while try wasVisited(since: start) {
                    turns += 1
                    if turns > 8 { throw tooOften }
                    try rescuer.secureAgain()
                }
            } catch {
                return try putBack(error)
            }
            context.reach("remove.verified")
        } while try !forget(rescuer.saved)
        context.reach("remove.forgotten")
        let (branchDeleted, branchStays) = try deleteBranch(rescuer.saved)
        context.reach("remove.branch")
        try record(rescuer.saved, branchDeleted: branchDeleted)
        var outcome = RemovalOutcome(
            path: worktree.path, removed: true, branch: worktree.branch, branchDeleted: branchDeleted,
            branchStays: branchStays, headBranch: rescuer.saved.branch, rescue: rescuer.saved.rescue,
            rescued: rescuer.saved.rescue.flatMap(rescued), kept: nil)
        outcome.isDirectoryGone = rescuer.isDirectoryGone
        // It is done: what git does not tell now must not make it fail.
        if branchStays == .holdsCommits { try? outcome.noteTags(coordinator.git(worktree.repository)) }
        return outcome
    }

    /// Whether nothing of it had been made when its creation failed, for example in a repository that is not writable.
    private func isNotBegun() throws(ParallelError) -> Bool {
        if FileAccess.exists(worktree.path) || FileAccess.exists(trash) { return false }
        if WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository) != nil {
            return false
        }
        return try !coordinator.git(worktree.repository).branchExists(worktree.id)
    }

    /// Whether a process was in the trash directory and has left it: it may have entered while that was being saved,
    /// and have written there. Files that an older process opened or mapped in this moment are found before the trash
    /// is emptied.
    /// - Throws: the reason to keep the worktree where one stays there.
    private func wasVisited(since: Timestamp) throws(ParallelError) -> Bool {
        guard ProcessesInside(trash, since: since, extent: .places).first != nil else { return false }
        context.reach("remove.visited")
        guard let inside = ProcessesInside.staying(trash, since: since, extent: .places) else { return true }
        throw RemovalGuards.reasonToKeep(.processInside, message: "a process lives in it", subject: inside)
    }

    /// Puts the worktree back and records the reason. When something lies at its former path, it stays in the trash and
    /// in the state `removing`, for the next command.
    private func putBack(_ error: ParallelError) throws(ParallelError) -> RemovalOutcome {
        if FileAccess.exists(trash) {
            let isStandIn = rmdir(trash) == 0
            guard isStandIn || (!FileAccess.exists(worktree.path) && rename(trash, worktree.path) == 0) else {
                throw error
            }
        }
        let keptReason = error.reasonToKeep
        try coordinator.database.write { db throws(StoreError) in
            // A worktree whose creation never finished stays `creating`, and the next command tries again.
            let state: WorktreeRecord.State = wasReady ? (worktree.formerState == .kept ? .kept : .active) : .creating
            try WorktreeTable.endOperation(state, id: worktree.id, keptReason: keptReason, in: db)
            try EventTable.append(
                "worktree.kept", at: coordinator.timestamp, repository: worktree.repository,
                session: worktree.sessionID, worktree: worktree.path, cause: keptReason, detail: error.cause, in: db)
        }
        rmdir(FilePath.folder(of: trash))
        return .kept(worktree.path, branch: worktree.branch, because: keptReason)
    }

    /// Removes the worktree from git's list.
    /// - Returns: false when its former path was written to again, so that there is more to save.
    private func forget(_ saved: SavedState) throws(ParallelError) -> Bool {
        if let known = WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository) {
            if known.isOurs { coordinator.git(worktree.repository).endFileSystemMonitors(of: known.directory) }
        }
        return try coordinator.locked(worktree.repository) { () throws(ParallelError) in
            let known = WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository)
            guard let known, known.isOurs else {
                // An earlier run may have been at it.
                try WorktreeAdministration.removeRemains(
                    of: worktree.path, commonDirectory: worktree.repository)
                return true
            }
            if FileAccess.isDirectory(worktree.path) { return false }
            try RemovalSubmodules(
                coordinator: coordinator, worktree: worktree, administration: known, wasReady: wasReady
            ).putAside(trash)
            try coordinator.database.write { db throws(StoreError) in try noteTrash(saved, in: db) }
            context.reach("remove.noted")
            try coordinator.git(worktree.repository).removeMissingWorktree(known)
            return true
        }
    }

    /// Deletes the branch that was made for the worktree, unless the rescued state, for example a rebase, will need it.
    private func deleteBranch(
        _ saved: SavedState
    ) throws(ParallelError) -> (isDeleted: Bool, stays: BranchStay?) {
        guard let branch = worktree.branch, branch.isSame(as: worktree.id) else { return (false, nil) }
        let git = coordinator.git(worktree.repository)
        if saved.rescue != nil, !saved.branch.isSame(as: branch) {
            return (false, try git.branchExists(branch) ? .rescueMayWantIt : nil)
        }
        return try coordinator.locked(worktree.repository) { () throws(ParallelError) in
            let isUsed = try WorktreeAdministration.usesBranch(branch, commonDirectory: worktree.repository, git: git)
            if isUsed { return (false, .isCheckedOut) }
            if try !git.wasMadeForWorktree(branch, commonDirectory: worktree.repository) {
                if try git.branchExists(branch) {
                    return (false, try git.containment(of: branch) == nil ? .holdsCommits : .isOwn)
                }
            }
            do throws(ParallelError) {
                if try git.deleteBranchIfContained(branch) != nil { return (true, nil) }
            } catch  where error.code == .referenceBusy {
                return (false, .isLocked)
            }
            if try git.branchExists(branch) { return (false, .holdsCommits) }
            // An earlier run has deleted it. What held its commits then may be gone since.
            guard saved.branch.isSame(as: branch), let tip = saved.head,
                try git.holder(of: tip, madeBy: "refs/heads/" + branch) == nil
            else {
                return (false, nil)
            }
            try git.restoreBranch(branch, at: tip)
            return (false, .holdsCommits)
        }
    }

    /// Counts the rescued work for the user. A failure to count must not fail the removal, which is complete.
    private func rescued(_ id: String) -> RescuedWork? {
        let git = coordinator.git(worktree.repository)
        guard let manifest = try? git.rescues().first(where: { $0.manifest.id == id })?.manifest else { return nil }
        let files = manifest.files.tracked + manifest.files.untracked + manifest.files.deleted
        guard let head = manifest.head else { return RescuedWork(commits: 0, files: files) }
        let arguments = ["rev-list", "--count", head, "--not", "--branches", "--tags", "--remotes"]
        let count = try? git.unreplaced.line(arguments)
        return count.flatMap { Int($0) }.map { RescuedWork(commits: $0, files: files) }
    }

    private func noteTrash(_ saved: SavedState, in db: Connection) throws(StoreError) {
        try TrashTable.insert(
            TrashRecord(
                id: FilePath.name(of: trash), repository: worktree.repository, path: worktree.path, trashPath: trash,
                branch: saved.branch, head: saved.head, rescue: saved.rescue, sessionID: worktree.sessionID,
                bytes: saved.bytes, trashedAt: coordinator.timestamp, savedUntil: saved.savedUntil),
            elapsed: try coordinator.lookAtClocks(in: db), in: db)
    }

    private func record(_ saved: SavedState, branchDeleted: Bool) throws(ParallelError) {
        let isEmpty = removeEmptyTrash()
        let at = coordinator.timestamp
        try coordinator.database.write { db throws(StoreError) in
            if isEmpty {
                try TrashTable.delete(FilePath.name(of: trash), in: db)
            } else {
                try noteTrash(saved, in: db)
            }
            // No session worked in a worktree that was never ready. The records about its path still hold.
            if wasReady {
                try ConversationTable.worktreeRemoved(
                    worktree.path, branch: saved.branch, head: saved.head, rescue: saved.rescue, in: db)
            }
            try WorktreeTable.delete(worktree.id, in: db)
            try EventTable.append(
                "worktree.removed", at: at, repository: worktree.repository, session: worktree.sessionID,
                worktree: worktree.path, cause: reason,
                detail: branchDeleted ? "branch \(worktree.branch ?? "") deleted" : nil, in: db)
        }
    }

    /// Removes an empty trash directory.
    /// - Returns: whether nothing is in the trash: the directory had been deleted by hand, or its creation had only
    ///   begun.
    private func removeEmptyTrash() -> Bool {
        if !wasReady, DirectoryNames.list(trash) == [".git"] { unlink(trash + "/.git") }
        if FileAccess.exists(trash), rmdir(trash) != 0 { return false }
        rmdir(FilePath.folder(of: trash))
        rmdir(FilePath.folder(of: worktree.path))
        return true
    }
}
