internal import Exec
internal import Files
package import GitProgram
internal import Glibc
package import HookCore

extension ParallelError.Code {
    /// The worktree that was to be filled is not a new one: it has an index already.
    package static let worktreeNotEmpty: Self = "worktree-not-empty"
}

/// Fills a worktree that `git worktree add --no-checkout` has just made, mostly by copying the main checkout's files.
///
/// The result equals that of `git worktree add` in every byte, mode, symbolic link and index entry. The copied files
/// also keep their modification times, so that git need not read them again. A file is copied only when git itself
/// would take it for unchanged without reading it, when nothing (filter, line ends, encoding) converts its blob, and
/// when it stayed the same during the copy. git writes everything else, and all files where the repository uses
/// something that libgit2 1.5 does not know. Nothing that exists is ever overwritten.
package struct WorktreeCopier: Sendable {
    private let job: CopyJob

    /// Prepares to fill a worktree.
    /// - Parameters:
    ///   - mainCheckout: the root of the checkout to copy from.
    ///   - mainGitDirectory: the directory of that checkout's index.
    ///   - worktree: the root of the new worktree. It holds a `.git` file and nothing else.
    ///   - worktreeGitDirectory: the directory for the new index.
    ///   - commonDirectory: the common git directory of the repository.
    ///   - commit: the full id of the commit that the new worktree's HEAD points to.
    ///   - git: the surroundings of the git program. Its directory does not matter.
    ///   - now: returns the time in seconds since 1970. git writes files that changed in the last two seconds.
    package init(
        mainCheckout: String, mainGitDirectory: String, worktree: String, worktreeGitDirectory: String,
        commonDirectory: String, commit: String, git: Git, now: @escaping @Sendable () -> Int64 = { Int64(time(nil)) }
    ) {
        job = CopyJob(
            mainCheckout: mainCheckout, mainGitDirectory: mainGitDirectory, worktree: worktree,
            worktreeGitDirectory: worktreeGitDirectory, commonDirectory: commonDirectory, commit: commit,
            git: git.at(worktree), now: now)
    }

    /// Writes files and index, then runs the `post-checkout` hook as `git worktree add` does.
    ///
    /// - Parameter progress: called now and then with the number of finished entries and of all entries. Different
    ///   threads may call it, but never two at a time.
    /// - Throws: `.worktreeNotEmpty`; `.gitFailed` when git cannot write the rest (full disk, a filter that fails);
    ///   `.interrupted`. The worktree is then incomplete, and the caller must remove it.
    package func populate(
        progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(ParallelError) -> CopyReport {
        guard access(job.indexPath, F_OK) != 0 else {
            throw ParallelError(
                .worktreeNotEmpty, operation: "fill worktree", subject: job.worktree, message: "it has an index already"
            )
        }
        let settings = try GitSettings(job.git)
        var report = CopyReport()
        do {
            report = try copy(settings, progress: progress)
        } catch let obstacle as CopyObstacle {
            report.leftToGit = try fillByGit(settings)
            report.fellBack = obstacle.reason
        } catch let error as ParallelError {
            throw error
        } catch {
            throw ParallelError(
                .gitFailed, operation: "fill worktree", subject: job.worktree, message: "unexpected failure",
                cause: "\(error)")
        }
        report.hook = try runHook(settings)
        return report
    }

    /// Copies all files that can be copied, and lets git write the rest.
    private func copy(
        _ settings: GitSettings, progress: @Sendable (Int, Int) -> Void
    ) throws -> CopyReport {
        if let reason = settings.copyObstacle { throw CopyObstacle(reason) }
        let plan = try CopyPlan(job, settings: settings)
        let run = CopyRun(source: job.mainCheckout, target: job.worktree, repository: job.commonDirectory)
        var report = run.perform(plan, progress: progress)
        guard Interruption.signal == nil else {
            throw ParallelError(
                .interrupted, operation: "fill worktree", subject: job.worktree, message: "interrupted by a signal")
        }
        try writeIndex(plan.tree)
        report.leftToGit = plan.tree.count - report.copied
        if report.leftToGit > 0 {
            try settings.withWorkers(job.git).run(["checkout-index", "--all", "--index", "--quiet"])
        }
        progress(plan.tree.count, plan.tree.count)
        return report
    }

    /// Writes the index. Files exist by now, so a failure is no obstacle that git could get around.
    private func writeIndex(_ tree: borrowing IndexFile) throws(ParallelError) {
        do throws(CopyObstacle) {
            try tree.write()
        } catch {
            throw ParallelError(
                .cannotWrite, operation: "write index", subject: job.indexPath, message: "the index cannot be written",
                cause: error.reason)
        }
    }

    /// Fills the worktree as `git worktree add` would. git honours sparse checkouts and refuses to overwrite.
    /// - Returns: the number of index entries.
    private func fillByGit(_ settings: GitSettings) throws(ParallelError) -> Int {
        // A plan that failed late may have left an index without files. git would take those for deleted.
        unlink(job.indexPath)
        try settings.withWorkers(job.git).run(["read-tree", "-m", "-u", "--no-recurse-submodules", "HEAD"])
        return ZeroSeparated.fields(try job.git.run(["ls-files", "-z"]).output).count
    }

    private func runHook(_ settings: GitSettings) throws(ParallelError) -> ExitStatus {
        guard hasHook(settings) else { return .exited(0) }
        let none = String(repeating: "0", count: job.commit.count)
        let arguments = ["hook", "run", "--ignore-missing", "post-checkout", "--", none, job.commit, "1"]
        var command = job.git.command(arguments)
        command.output = .standardError
        command.error = .inherit
        return try Spawner.run(command).status
    }

    /// Whether there is a hook. The file system is asked before a git is started that would find nothing. A hooks path
    /// that only git can resolve counts as one.
    private func hasHook(_ settings: GitSettings) -> Bool {
        let folder = settings.hooksPath ?? job.commonDirectory + "/hooks"
        return !FilePath.isAbsolute(folder) || access(folder + "/post-checkout", X_OK) == 0
    }
}
