internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore

/// What lies at the place of a scratch worktree. People go there: a message names the log beside it, and the commands
/// that verify a landing run in it.
extension ScratchWorktree {
    private var reasonPrefix: String { "parallel-cc \(purpose.rawValue)" }

    /// The reason of git's lock, which tells a worktree of this run from one that a killed run has left.
    var lockReason: String {
        let process = coordinator.context.process
        return "\(reasonPrefix) \(process.pid)-\(process.startTime)"
    }

    private var known: WorktreeAdministration? {
        WorktreeAdministration.find(path: path, commonDirectory: repository)
    }

    /// Whether something lies at the place that parallel-cc has not made: all but a worktree that git's record says is
    /// ours, also half deleted or half made, and an empty directory.
    var isForeign: Bool {
        guard FileAccess.exists(path) else { return known.map { !isOurs($0) } ?? false }
        guard FileAccess.isDirectory(path) else { return true }
        // With a .git that is a directory it is a repository of its own.
        if FileAccess.isDirectory(path + "/.git") { return true }
        if let known { return !isOurs(known) }
        let name = FilePath.name(of: path)
        let isUnfinished = !WorktreeAdministration.unfinished(commonDirectory: repository, named: name).isEmpty
        return !isUnfinished && !DirectoryNames.list(path).isEmpty
    }

    private func isOurs(_ worktree: WorktreeAdministration) -> Bool {
        worktree.lockReason?.hasPrefix(reasonPrefix) == true
    }

    /// - Throws: `.pathExists` where something lies there that parallel-cc has not made.
    func requireFree() throws(ParallelError) {
        guard isForeign else { return }
        let isThere = FileAccess.exists(path)
        throw ParallelError(
            .pathExists, operation: purpose == .landing ? "land" : "rebase", subject: path,
            message: "parallel-cc needs this place, and something else has it",
            hint: isThere
                ? "mv -T \(ShellWord.quote(path)) \(ShellWord.quote(path + "-moved"))"
                : "git --git-dir=\(ShellWord.quote(repository)) worktree list")
    }

    /// Saves what is not of this run: commits that somebody has made there, and files in a worktree that a killed run
    /// has left or in which a process of somebody's lives. Other files are what the commands of `merge.verify` make.
    /// - Returns: a sentence about the rescue; nil where there was nothing to save.
    /// - Throws: the errors of a rescue. Nothing may be deleted then.
    func saveForeignWork() throws(ParallelError) -> String? {
        guard let known, isOurs(known), FileAccess.isRegularFile(path + "/.git") else { return nil }
        let git = coordinator.git(path)
        let isOfThisRun = known.lockReason?.isSame(as: lockReason) == true
        let mayHoldFiles = !isOfThisRun || ProcessesInside(path, since: coordinator.context.now()).first != nil
        var isWorth = try hasCommits(git)
        if !isWorth, mayHoldFiles { isWorth = try hasFiles(git) }
        guard isWorth else { return nil }
        let rescue = try coordinator.keepRescue(of: path, reason: "it lay in the worktree for a \(purpose.rawValue)")
        return "what lay in parallel-cc's own worktree is saved: parallel-cc rescue restore \(rescue) --to PLACE"
    }

    /// Whether somebody has committed there. The merges and rebases of parallel-cc are other entries of the reflog.
    private func hasCommits(_ git: Git) throws(ParallelError) -> Bool {
        let answer = try git.result(["log", "--walk-reflogs", "--no-show-signature", "--format=%gs", "HEAD", "--"])
        return answer.text.split(separator: "\n").contains { entry in
            ["commit", "cherry-pick", "revert", "am"].contains { entry.hasPrefix($0) }
        }
    }

    /// Whether there is a file that no checkout has written. Missing ones are those of a checkout that was cut off.
    private func hasFiles(_ git: Git) throws(ParallelError) -> Bool {
        let status = try git.run(["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"])
        return ZeroSeparated.fields(status.output).contains { entry in
            entry.prefix(2).contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "D") }
        }
    }
}
