internal import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

/// A worktree of parallel-cc's own in which commits are made. It exists for one run.
struct ScratchWorktree {
    enum Purpose: String {
        case landing, rebase
    }

    let coordinator: Coordinator
    let repository: String
    let purpose: Purpose
    /// The repository or worktree that can have only one scratch worktree at a time.
    let subject: String

    /// Makes the scratch worktree of a repository's queue.
    init(landingIn repository: String, with coordinator: Coordinator) {
        self.init(coordinator: coordinator, repository: repository, purpose: .landing, subject: repository)
    }

    /// Makes the scratch worktree for rebasing a worktree's branch.
    init(rebasing worktree: Repository, with coordinator: Coordinator) {
        self.init(
            coordinator: coordinator, repository: worktree.commonDirectory, purpose: .rebase, subject: worktree.workTree
        )
    }

    private init(coordinator: Coordinator, repository: String, purpose: Purpose, subject: String) {
        self.coordinator = coordinator
        self.repository = repository
        self.purpose = purpose
        self.subject = subject
    }

    /// The path: in the data directory, by a digest of the subject's path.
    var path: String {
        let data = realPathOfMissing(coordinator.context.dataDirectory)
        return "\(data)/\(purpose.rawValue)/\(String(FNV1a(subject).value, radix: 36))"
    }

    /// The file with the output of the user's last command.
    var log: String { path + ".log" }

    var git: Git { coordinator.git(repository) }

    /// Refuses a scratch worktree in which a process still works. A killed run may have left a command of the user's
    /// behind, which would see the files of the next run.
    /// - Throws: `.landingBusy`.
    func requireDeserted() throws(ParallelError) {
        guard FileAccess.exists(path) else { return }
        guard let straggler = ProcessesInside(path, since: coordinator.context.now()).first else { return }
        throw ParallelError(
            .landingBusy, operation: "land", subject: repository,
            message: "\(straggler), left behind by an earlier run, still works in \(path)",
            hint: "wait for it, or end it, then: parallel-cc merge queue run")
    }

    /// Adds the worktree.
    /// - Parameters:
    ///   - commit: the commit that is checked out first.
    ///   - tell: gets a sentence about what was saved of an earlier worktree.
    /// - Throws: `.pathExists` where something lies at its place that parallel-cc has not made.
    func make(_ commit: String, tell: (String) -> Void) throws(ParallelError) -> ScratchTree {
        try remove(tell: tell)
        try requireFree()
        try FileWriter.makeDirectory(FilePath.folder(of: path))
        try coordinator.locked(repository) { () throws(ParallelError) in
            try git.addEmptyWorktree(
                path: path, head: .detached, commit: commit, lockReason: lockReason, commonDirectory: repository)
        }
        coordinator.context.reach("\(purpose.rawValue).scratch")
        let tree = ScratchTree(git: coordinator.git(path), path: path)
        try tree.reset(to: commit)
        return tree
    }

    /// Removes the worktree, also one that a killed run has left. References keep the commits that matter; what others
    /// have made there is saved first (see `saveForeignWork`). What parallel-cc has not made stays.
    /// - Parameter tell: gets a sentence about what was saved.
    /// - Throws: also the errors of a rescue; the worktree stays then.
    func remove(tell: (String) -> Void) throws(ParallelError) {
        if isForeign { return }
        if let note = try saveForeignWork() { tell(note) }
        try TreeDeletion.delete(path)
        try coordinator.removeUnfinished(in: repository, at: path)
        guard let known = WorktreeAdministration.find(path: path, commonDirectory: repository) else { return }
        git.endFileSystemMonitors(of: known.directory)
        try coordinator.locked(repository) { () throws(ParallelError) in try git.removeMissingWorktree(known) }
    }
}

/// The lock on a scratch worktree. One process at a time has it, and a process that is gone does not.
extension ScratchWorktree {
    /// Takes the lock.
    /// - Throws: `.landingBusy`, `.operationInProgress` while another process has it.
    func take() throws(ParallelError) {
        let context = coordinator.context
        let holder = try coordinator.database.write { db throws(StoreError) -> ScratchHolderTable.Holder? in
            if let holder = try ScratchHolderTable.find(subject, in: db), isAtWork(holder) { return holder }
            try ScratchHolderTable.set(subject, process: context.process, on: context.host, in: db)
            return nil
        }
        guard let holder else { return }
        let pid = holder.process.pid
        throw switch purpose {
        case .landing:
            ParallelError(
                .landingBusy, operation: "land", subject: subject,
                message: "process \(pid) lands branches of this repository", hint: "try again later")
        case .rebase:
            ParallelError(
                .operationInProgress, operation: "rebase", subject: subject,
                message: "process \(pid) rebases the branch of this worktree", hint: "try again later")
        }
    }

    func leave() {
        let process = coordinator.context.process
        try? coordinator.database.write { db throws(StoreError) in
            try ScratchHolderTable.delete(subject, process: process, in: db)
        }
    }

    private func isAtWork(_ holder: ScratchHolderTable.Holder) -> Bool {
        let context = coordinator.context
        guard holder.bootID == context.host.bootID, holder.process != context.process else { return false }
        return holder.pidNamespace != context.host.pidNamespace || context.isAlive(holder.process)
    }
}
