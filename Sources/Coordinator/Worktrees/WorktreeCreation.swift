internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
internal import HookCore
internal import Store

/// Makes a worktree for a session. This is the slow work outside the deciding transaction.
struct WorktreeCreation {
    let coordinator: Coordinator
    let worktree: WorktreeRecord
    let session: Session
    let repository: Repository
    let settings: Configuration
    /// The name of a new branch.
    let newBranch: String
    /// The reason for the worktree, for the list of events.
    let cause: String

    private var context: CoordinatorContext { coordinator.context }

    /// Makes the worktree, or undoes everything.
    /// - Returns: a notice for the user, for example about a postCreate command that failed; nil for none.
    /// - Throws: the error of the step that failed; `.interrupted`. Nothing of the worktree is left then.
    func run(_ start: WorktreeStart) throws(ParallelError) -> String? {
        do throws(ParallelError) {
            let origin = try self.origin(start)
            context.narrate("Preparing worktree \(worktree.id)")
            try add(origin)
            context.reach("create.added")
            let missed = try fill(origin)
            context.reach("create.filled")
            let notices = [origin.notice].compactMap { $0 } + missed + (try furnish())
            context.reach("create.furnished")
            if Interruption.signal != nil {
                throw ParallelError(
                    .interrupted, operation: "create worktree", subject: worktree.path,
                    message: "interrupted by a signal")
            }
            try activate(origin)
            return notices.isEmpty ? nil : notices.joined(separator: "; ")
        } catch {
            undo(cause: error)
            throw error
        }
    }

    /// The commit, branch and rescue to start from.
    private struct Origin {
        let commit: String
        let head: NewHead
        var branch: String?
        let rescue: RescueReference?
        /// Differences from the conversation's former state, for the user.
        var notice: String?
    }

    private func origin(_ start: WorktreeStart) throws(ParallelError) -> Origin {
        let git = coordinator.git(repository.mainCheckout ?? repository.workTree)
        switch start {
        case .base:
            return fresh(try baseCommit(git))
        case .headOf(let path):
            guard let commit = try coordinator.git(path).head().commit else { throw noCommits }
            return fresh(commit)
        case .conversation(let branch, let head, let rescue):
            let found = try git.rescues().first { $0.manifest.id == rescue }
            var origin = try origin(branch: branch, head: head, rescue: found, with: git)
            if let rescue, found == nil {
                origin.notice = ["rescue \(rescue), which held its work, is gone", origin.notice].compactMap { $0 }
                    .joined(separator: "; ")
            }
            return origin
        }
    }

    /// Chooses the conversation's branch if no worktree has it checked out: at the saved commit, or, with no rescue, at
    /// its present tip.
    private func origin(
        branch: String?, head: String?, rescue: RescueReference?, with git: Git
    ) throws(ParallelError) -> Origin {
        let wanted = rescue?.manifest.head ?? head
        let tip = try branch.flatMap { branch throws(ParallelError) in try git.commitIfAny("refs/heads/\(branch)") }
        if let branch, let tip, tip == wanted || rescue == nil, try !isUsed(branch, with: git) {
            return Origin(commit: tip, head: .existingBranch(branch), branch: branch, rescue: rescue)
        }
        guard let wanted, let commit = try git.commitIfAny(wanted) else {
            var origin = fresh(try baseCommit(git))
            let name = wanted.map { "commit \($0.prefix(10))" } ?? "branch \(branch ?? "")"
            origin.notice = "its \(name) is gone: begun anew at \(origin.commit.prefix(10))"
            return origin
        }
        // A detached HEAD, for example of a rebase, stays detached.
        let wasDetached = rescue != nil && rescue?.manifest.branch == nil
        let isNameTaken = try git.branchExists(newBranch)
        var origin =
            wasDetached || isNameTaken
            ? Origin(commit: commit, head: .detached, branch: nil, rescue: rescue)
            : Origin(commit: commit, head: .newBranch(newBranch), branch: newBranch, rescue: rescue)
        if let branch, !wasDetached, !branch.isSame(as: origin.branch) {
            let reason = tip == nil ? "is gone" : tip == wanted ? "is checked out elsewhere" : "has moved on"
            let newHead = origin.branch.map { "a new branch, \($0)," } ?? "a detached HEAD"
            origin.notice = "its branch \(branch) \(reason): on \(newHead) at its commit \(commit.prefix(10))"
        }
        return origin
    }

    private func isUsed(_ branch: String, with git: Git) throws(ParallelError) -> Bool {
        try WorktreeAdministration.usesBranch(branch, commonDirectory: repository.commonDirectory, git: git)
    }

    private func fresh(_ commit: String) -> Origin {
        Origin(commit: commit, head: .newBranch(newBranch), branch: newBranch, rescue: nil)
    }

    private func baseCommit(_ git: Git) throws(ParallelError) -> String {
        switch settings.base {
        case "head":
            guard let commit = try git.head().commit else { throw noCommits }
            return commit
        case "default": return try baseCommit(git, revision: "refs/remotes/origin/HEAD")
        default: return try baseCommit(git, revision: settings.base)
        }
    }

    private func baseCommit(_ git: Git, revision: String) throws(ParallelError) -> String {
        if let commit = try git.commitIfAny(revision) { return commit }
        throw ParallelError(
            .gitFailed, operation: "create worktree", subject: worktree.path,
            message: "worktree.base is \(settings.base), but \(revision) names no commit",
            hint: "parallel-cc config set worktree.base head")
    }

    private var noCommits: ParallelError {
        ParallelError(
            .gitFailed, operation: "create worktree", subject: worktree.path, message: "the repository has no commits",
            hint: "make a first commit")
    }

    private func add(_ origin: Origin) throws(ParallelError) {
        let root = FilePath.folder(of: worktree.path)
        try FileWriter.makeDirectory(root, asClosedAs: repository.mainCheckout ?? repository.workTree)
        hide(root)
        let git = coordinator.git(repository.commonDirectory)
        guard !FileAccess.exists(worktree.path) else {
            throw ParallelError(
                .pathExists, operation: "create worktree", subject: worktree.path,
                message: "something lies there already")
        }
        try coordinator.locked(repository.commonDirectory) { () throws(ParallelError) in
            if case .newBranch(let name) = origin.head { try claimBranch(name, with: git) }
            try git.addEmptyWorktree(
                path: worktree.path, head: origin.head, commit: origin.commit,
                lockReason: WorktreeLock(
                    sessionID: session.id, portBlock: worktree.portBlock, process: session.process, host: session.host
                ).reason,
                commonDirectory: repository.commonDirectory)
        }
    }

    /// Records that the branch will be parallel-cc's, so that undoing deletes it. Refuses a branch that exists already.
    private func claimBranch(_ name: String, with git: Git) throws(ParallelError) {
        guard try !git.branchExists(name) else {
            throw ParallelError(
                .gitFailed, operation: "create branch", subject: name, message: "a branch of that name exists already")
        }
        try coordinator.database.write { db throws(StoreError) in
            try WorktreeTable.setBranch(name, of: worktree.id, in: db)
        }
    }

    /// Hides worktrees that the user wants inside the checkout from its `git status`.
    private func hide(_ root: String) {
        let checkouts = [repository.mainCheckout, repository.workTree].compactMap { $0 }
        guard checkouts.contains(where: { FilePath.lies(root, in: $0) }), !FileAccess.exists(root + "/.gitignore")
        else {
            return
        }
        // Without this file, the worktrees are only listed as untracked.
        try? FileWriter.replace(root + "/.gitignore", with: Array("*\n".utf8), mode: 0o644)
    }

    /// Checks out the files, or restores them from the rescue.
    /// - Returns: sentences about the parts of a rescue that could not be restored as they were.
    private func fill(_ origin: Origin) throws(ParallelError) -> [String] {
        let git = coordinator.git(worktree.path)
        let made = try Repository.discover(at: worktree.path, git: git)
        if let rescue = origin.rescue {
            return try SnapshotRestorer(
                git: git, worktree: made, commit: rescue.commit, manifest: rescue.manifest
            ).restore().notices
        }
        let copier = WorktreeCopier(
            mainCheckout: repository.mainCheckout ?? repository.workTree,
            mainGitDirectory: repository.mainCheckout == nil ? repository.gitDirectory : repository.commonDirectory,
            worktree: worktree.path, worktreeGitDirectory: made.gitDirectory,
            commonDirectory: repository.commonDirectory, commit: origin.commit, git: git)
        let narrate = coordinator.context.narrate
        _ = try copier.populate { done, total in narrate("Copying files: \(done)/\(total)") }
        return []
    }

    /// Adds the parts that git does not bring: included files, linked directories, the effects of the user's own
    /// commands.
    private func furnish() throws(ParallelError) -> [String] {
        // For a bare repository, this is the worktree in which the user asked.
        let furnishing = WorktreeSetup(
            coordinator: coordinator, worktree: worktree, mainCheckout: repository.mainCheckout ?? repository.workTree,
            settings: settings)
        return try furnishing.run()
    }

    private func activate(_ origin: Origin) throws(ParallelError) {
        try coordinator.database.write { db throws(StoreError) in
            try WorktreeTable.endOperation(.active, id: worktree.id, keptReason: nil, in: db)
            try WorktreeTable.setPlace(coordinator.inodeAround(worktree.path), of: worktree.id, in: db)
            try WorktreeTable.setOrigin(origin.commit, branch: origin.branch, of: worktree.id, in: db)
            try SessionTable.setBranch(origin.branch, of: session.id, in: db)
            try SessionTable.setState(.active, of: session.id, in: db)
            try EventTable.append(
                "session.registered", at: coordinator.timestamp, repository: session.repository, session: session.id,
                worktree: worktree.path, cause: cause, in: db)
            if let rescue = origin.rescue {
                try EventTable.rescueRestored(
                    rescue.manifest.id, at: coordinator.timestamp, repository: session.repository,
                    worktree: worktree.path, in: db)
            }
        }
    }

    /// Undoes the begun steps. If that fails, the worktree stays `creating`, and the next command undoes it.
    private func undo(cause: ParallelError) {
        coordinator.undoing {
            try? coordinator.database.write { db throws(StoreError) in
                try SessionTable.end(
                    session.id, as: .ended, reason: cause.message, at: coordinator.timestamp, in: db)
            }
            _ = try? coordinator.remove(worktree, reason: "its creation failed", wasReady: false, isJustMade: true)
        }
    }
}
