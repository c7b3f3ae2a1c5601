internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
internal import HookCore
internal import Store

extension Coordinator {
    /// Removes a worktree of ours, whatever is in it, without losing anything: or keeps it and says why.
    ///
    /// - Parameters:
    ///   - session: the one that may hold its lease: the one being released.
    ///   - wasReady: false for one whose creation was not finished: files that are missing there are nobody's work.
    ///   - isByName: the user's word that it is to go, also when it cannot be seen why it is not there.
    ///   - isOurs: whether it is one that we were making just now: nobody else has written there.
    /// - Throws: when a step after the move into the trash failed; the next command goes on from there.
    func remove(
        _ worktree: WorktreeRecord, heldBy session: String? = nil, reason: String, wasReady: Bool = true,
        isByName: Bool = false, isOurs: Bool = false
    ) throws(ParallelError) -> RemovalOutcome {
        if let missing = repositoryMissing(for: worktree) { return try keep(worktree, error: missing) }
        let trash = worktree.trashPath ?? newTrashPath(for: worktree)
        guard let taken = try takeOver(worktree, heldBy: session, trash: trash, wasReady: wasReady) else {
            return .kept(worktree.path, branch: worktree.branch, because: "another command or session is at work on it")
        }
        context.reach("remove.taken")
        return try WorktreeRemoval(
            coordinator: self, worktree: taken, trash: trash, reason: reason, wasReady: wasReady, isByName: isByName,
            isOurs: isOurs
        ).run()
    }

    /// Makes us the owner, if the worktree still is as it was looked at and no other session holds it.
    private func takeOver(
        _ worktree: WorktreeRecord, heldBy session: String?, trash: String, wasReady: Bool
    ) throws(ParallelError) -> WorktreeRecord? {
        try database.write { db throws(StoreError) in
            guard let current = try WorktreeTable.find(id: worktree.id, in: db), current.state == worktree.state,
                current.owner == worktree.owner
            else { return nil }
            if let holder = try SessionTable.holder(of: worktree.path, in: db), holder != session { return nil }
            // Whoever lives in it without the lease (adopted, or there on purpose) must not lose it either.
            if try SessionTable.live(at: worktree.path, in: db).contains(where: { $0 != session }) { return nil }
            try WorktreeTable.begin(
                wasReady ? .removing : .creating, id: worktree.id, owner: context.process, host: context.host,
                trashPath: trash, in: db)
            return try WorktreeTable.find(id: worktree.id, in: db)
        }
    }

    /// A name in the trash of the worktree's file system that nothing has.
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

/// The one way a worktree goes. The steps are those of docs/DATA-SAFETY.md, in this order:
/// take over, look, rescue, move to the trash, look again, tell git, delete the branch if it is contained, write down.
struct WorktreeRemoval {
    let coordinator: Coordinator
    let worktree: WorktreeRecord
    let trash: String
    let reason: String
    let wasReady: Bool
    let isByName: Bool
    let isOurs: Bool

    private var context: CoordinatorContext { coordinator.context }

    func run() throws(ParallelError) -> RemovalOutcome {
        if !wasReady { try coordinator.removeUnfinished(in: worktree.repository, at: worktree.path) }
        if !wasReady, try isNothing() {
            try writeDown(SavedState(), branchDeleted: false)
            return RemovalOutcome(
                path: worktree.path, removed: true, branch: nil, branchDeleted: false, branchStays: nil,
                headBranch: nil, rescue: nil, rescued: nil, kept: nil)
        }
        var rescuer = RemovalRescue(
            coordinator: coordinator, worktree: worktree, trash: trash, reason: reason, wasReady: wasReady,
            isByName: isByName, isOurs: isOurs)
        let start = context.now()
        var turns = 0
        repeat {
            turns += 1
            let tooOften = RemovalGuards.keep(.processInside, message: "it is being written to", subject: worktree.path)
            if try rescuer.takeUp() {
                if turns > 8 { throw tooOften }
                continue
            }
            do throws(ParallelError) {
                if turns > 8 { throw tooOften }
                try rescuer.secure()
                try checkTrash(since: start)
            } catch {
                return try putBack(error)
            }
            context.reach("remove.verified")
        } while try !forget(rescuer.saved)
        context.reach("remove.forgotten")
        let (branchDeleted, branchStays) = try deleteBranch(rescuer.saved)
        context.reach("remove.branch")
        try writeDown(rescuer.saved, branchDeleted: branchDeleted)
        return RemovalOutcome(
            path: worktree.path, removed: true, branch: worktree.branch, branchDeleted: branchDeleted,
            branchStays: branchStays, headBranch: rescuer.saved.branch, rescue: rescuer.saved.rescue,
            rescued: rescuer.saved.rescue.flatMap(rescued), kept: nil)
    }

    /// Nothing of it had been made when it failed, as in a repository that cannot be written to.
    private func isNothing() throws(ParallelError) -> Bool {
        if FileAccess.exists(worktree.path) || FileAccess.exists(trash) { return false }
        if WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository) != nil {
            return false
        }
        return try !coordinator.git(worktree.repository).branchExists(worktree.id)
    }

    /// Somebody may have come in while it was being saved; he keeps his directory. What an older process opened or mapped
    /// in this moment is found before the trash is emptied.
    private func checkTrash(since: Timestamp) throws(ParallelError) {
        guard let inside = ProcessesInside(trash, since: since, look: .places).first else { return }
        throw RemovalGuards.keep(.processInside, message: "a process lives in it", subject: inside)
    }

    /// Leaves it where it was; its row says why. Where something lies at its old place, it stays in the trash and in
    /// the state `removing`, for the next command.
    private func putBack(_ error: ParallelError) throws(ParallelError) -> RemovalOutcome {
        if FileAccess.exists(trash) {
            let isStandIn = rmdir(trash) == 0
            guard isStandIn || (!FileAccess.exists(worktree.path) && rename(trash, worktree.path) == 0) else {
                throw error
            }
        }
        let why = error.reasonToKeep
        try coordinator.database.write { db throws(StoreError) in
            // One that was never finished stays so, and is nobody's place: the next command tries again.
            let state: WorktreeRecord.State = wasReady ? (worktree.formerState == .kept ? .kept : .active) : .creating
            try WorktreeTable.settle(state, id: worktree.id, keptReason: why, in: db)
            try EventTable.append(
                "worktree.kept", at: coordinator.timestamp, repository: worktree.repository,
                session: worktree.sessionID, worktree: worktree.path, cause: why, detail: error.cause, in: db)
        }
        rmdir(FilePath.folder(of: trash))
        return .kept(worktree.path, branch: worktree.branch, because: why)
    }

    /// Takes it out of git's list.
    /// - Returns: false when somebody wrote to its old path again, so that there is more to save.
    private func forget(_ saved: SavedState) throws(ParallelError) -> Bool {
        if let known = WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository) {
            if known.isOurs { coordinator.git(worktree.repository).endFileSystemMonitors(of: known.directory) }
        }
        return try coordinator.locked(worktree.repository) { () throws(ParallelError) in
            let known = WorktreeAdministration.find(path: worktree.path, commonDirectory: worktree.repository)
            guard let known, known.isOurs else { return true }
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

    /// Only the branch that we made for it, and not while the rescued state, such as a rebase, will want it back.
    private func deleteBranch(
        _ saved: SavedState
    ) throws(ParallelError) -> (isDeleted: Bool, stays: BranchStay?) {
        guard let branch = worktree.branch, branch == worktree.id else { return (false, nil) }
        let git = coordinator.git(worktree.repository)
        if saved.rescue != nil, saved.branch != branch {
            return (false, try git.branchExists(branch) ? .rescueMayWantIt : nil)
        }
        return try coordinator.locked(worktree.repository) { () throws(ParallelError) in
            let isUsed = try WorktreeAdministration.usesBranch(branch, commonDirectory: worktree.repository, git: git)
            if isUsed { return (false, .isCheckedOut) }
            if try git.deleteBranchIfContained(branch) != nil { return (true, nil) }
            return (false, try git.branchExists(branch) ? .holdsCommits : nil)
        }
    }

    /// For the user to know; a failure to count must not fail what is done already.
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

    private func writeDown(_ saved: SavedState, branchDeleted: Bool) throws(ParallelError) {
        let isEmpty = removeEmptyTrash()
        let at = coordinator.timestamp
        try coordinator.database.write { db throws(StoreError) in
            if isEmpty {
                try TrashTable.delete(FilePath.name(of: trash), in: db)
            } else {
                try noteTrash(saved, in: db)
            }
            // One that was never ready was nobody's place; what was known of its path still holds.
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

    /// - Returns: whether nothing is in the trash: the directory had been deleted by hand, or its creation had only begun.
    private func removeEmptyTrash() -> Bool {
        if !wasReady, DirectoryNames.list(trash) == [".git"] { unlink(trash + "/.git") }
        if FileAccess.exists(trash), rmdir(trash) != 0 { return false }
        rmdir(FilePath.folder(of: trash))
        rmdir(FilePath.folder(of: worktree.path))
        return true
    }
}
