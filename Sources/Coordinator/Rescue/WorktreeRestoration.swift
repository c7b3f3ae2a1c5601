internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
internal import HookCore

/// The slow part of a restore: adds the worktree to git's list and fills it.
struct WorktreeRestoration {
    let coordinator: Coordinator
    let plan: RestorePlan
    let start: RestoreStart

    private var context: CoordinatorContext { coordinator.context }

    /// - Returns: sentences about what could not be restored as it was.
    func run() throws(ParallelError) -> [String] {
        context.reach("restore.begun")
        try FileWriter.makeDirectory(
            FilePath.folder(of: plan.path),
            asClosedAs: coordinator.mainCheckout(of: plan.repository) ?? plan.repository)
        let git = coordinator.git(plan.repository)
        try coordinator.locked(plan.repository) { () throws(ParallelError) in
            try git.addEmptyWorktree(
                path: plan.path, head: start.newHead, commit: start.commit,
                lockReason: WorktreeLock.restored.reason, commonDirectory: plan.repository)
        }
        context.reach("restore.added")
        try noteTrash()
        if start.isUnborn, let branch = start.branch {
            try coordinator.git(plan.path).run(["symbolic-ref", "HEAD", RestoreStart.reference(branch)])
        }
        let report = try fill()
        context.reach("restore.filled")
        return (start.detachedBecause.map { ["HEAD is detached: \($0)"] } ?? []) + plan.losses + report.notices
    }

    /// Marks the new worktree with its trash entry. When the restore is cut off, the repair finds the submodules'
    /// repositories by this mark.
    private func noteTrash() throws(ParallelError) {
        guard let trash = plan.trash, keptSubmodules(of: trash).exist else { return }
        try WorktreeAdministration.find(path: plan.path, commonDirectory: plan.repository)?
            .mark(restoredFrom: trash.trashPath)
    }

    private func keptSubmodules(of trash: TrashRecord) -> KeptSubmodules {
        KeptSubmodules(repository: plan.repository, trash: trash.id)
    }

    private func bringSubmodules(of trash: TrashRecord, into gitDirectory: String) throws(ParallelError) {
        let kept = keptSubmodules(of: trash)
        guard kept.exist else { return }
        try kept.putBack(into: gitDirectory)
        context.reach("restore.submodules")
        try WorktreeSubmodules.connect(
            git: coordinator.git(plan.repository), gitDirectory: gitDirectory, workTree: plan.path)
    }

    private func fill() throws(ParallelError) -> RestoreReport {
        let git = coordinator.git(plan.path)
        let made = try Repository.discover(at: plan.path, git: git)
        let restorer = plan.rescue.map {
            SnapshotRestorer(git: git, worktree: made, commit: $0.commit, manifest: $0.manifest)
        }
        guard let trash = plan.trash else { return try restorer?.restore() ?? RestoreReport() }
        // The index comes first. With it, later changes of the files can be told from their former state.
        var report = RestoreReport()
        if let restorer {
            report = try restorer.restoreGitState()
        } else {
            try git.run(["read-tree", "HEAD"])
        }
        context.reach("restore.state")
        // Without a rescue, no file was missing that git wanted there. So files that are missing now were sparse.
        let isUntouched = trash.rescue == nil && !coordinator.wasWrittenTo(trash)
        try moveBack(trash.trashPath)
        context.reach("restore.moved")
        try bringSubmodules(of: trash, into: made.gitDirectory)
        report.withoutRepository = WorktreeSubmodules.withoutRepository(
            gitDirectory: made.gitDirectory, workTree: plan.path)
        if isUntouched { try git.skipMissingFiles() }
        try git.refreshRestoredIndex()
        return report
    }

    /// Moves the old directory, with the new `.git` file, to the place of the new one. The file is moved, not written
    /// anew: so a restore that is killed leaves no part of one.
    private func moveBack(_ whole: String) throws(ParallelError) {
        let link = plan.path + "/.git"
        guard WholeFile.read(link) != nil else {
            throw ParallelError(
                .gitFailed, operation: "restore", subject: plan.path, message: "git made no worktree there")
        }
        try TrashLock.held(around: whole) { () throws(ParallelError) in
            FileReplacement.removeLeftovers(of: whole + "/.git")
            guard rename(link, whole + "/.git") == 0, rmdir(plan.path) == 0, rename(whole, plan.path) == 0 else {
                throw ParallelError(
                    .cannotWrite, operation: "restore", subject: plan.path,
                    message: "the directory cannot be moved back", cause: String(cString: strerror(errno)))
            }
        }
    }
}
