internal import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Store

/// A worktree of ours in which commits are put together; made for a run and gone with it.
struct ScratchWorktree {
    enum Purpose: String {
        case landing, rebase
    }

    let coordinator: Coordinator
    let repository: String
    let purpose: Purpose
    /// Of what there is only one at a time: a repository, a worktree.
    let subject: String

    /// For the queue of a repository.
    init(landingIn repository: String, with coordinator: Coordinator) {
        self.init(coordinator: coordinator, repository: repository, purpose: .landing, subject: repository)
    }

    /// For the branch of a worktree.
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

    /// Where it is: in the data directory, by a digest of its subject's path.
    var path: String {
        let data = realPathOfMissing(coordinator.context.dataDirectory)
        return "\(data)/\(purpose.rawValue)/\(String(FNV1a(subject).value, radix: 36))"
    }

    /// What the last command of the user's said.
    var log: String { path + ".log" }

    private var git: Git { coordinator.git(repository) }

    /// A run that was killed may have left a command of the user's behind: it would meet the files of the next one.
    /// - Throws: `.landingBusy`.
    func requireDeserted() throws(ParallelError) {
        guard FileAccess.exists(path) else { return }
        guard let straggler = ProcessesInside(path, since: coordinator.context.now()).first else { return }
        throw ParallelError(
            .landingBusy, operation: "land", subject: repository,
            message: "\(straggler), left behind by an earlier run, still works in \(path)",
            hint: "wait for it, or end it, then: parallel-cc merge queue run")
    }

    /// - Parameter commit: what is checked out first.
    func make(_ commit: String) throws(ParallelError) -> ScratchTree {
        try remove()
        try FileWriter.makeDirectory(FilePath.folder(of: path))
        try coordinator.locked(repository) { () throws(ParallelError) in
            let reason = "parallel-cc \(purpose.rawValue)"
            try git.addEmptyWorktree(
                path: path, head: .detached, commit: commit, lockReason: reason, commonDirectory: repository)
        }
        coordinator.context.reach("\(purpose.rawValue).scratch")
        let tree = ScratchTree(git: coordinator.git(path), path: path)
        try tree.reset(to: commit)
        return tree
    }

    /// Takes it away, also one that a killed run has left. Nothing in it is anybody's: commits that count are held by
    /// references.
    func remove() throws(ParallelError) {
        try TreeDeletion.delete(path)
        try coordinator.removeUnfinished(in: repository, at: path)
        guard let known = WorktreeAdministration.find(path: path, commonDirectory: repository) else { return }
        git.endFileSystemMonitors(of: known.directory)
        try coordinator.locked(repository) { () throws(ParallelError) in try git.removeMissingWorktree(known) }
    }
}

/// One process at a time; one that is gone holds nobody off.
extension ScratchWorktree {
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
