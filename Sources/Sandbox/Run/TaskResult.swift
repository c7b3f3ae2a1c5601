internal import Coordinator
internal import Exec
internal import GitKit
internal import GitProgram
internal import HookCore

/// The work of a task, brought into a worktree of the repository.
struct TaskResult {
    let coordinator: Coordinator
    let task: TaskRecord

    /// Returns the task with its work in a worktree, or with the reason why there is none. The work is in the
    /// repository in any case, so nothing is lost.
    func broughtHome() -> TaskRecord {
        var task = task
        do throws(ParallelError) {
            if let home = try bringHome() {
                task.worktree = home.worktree.path
                task.branch = home.branch
            }
        } catch {
            let place = "its work is in \(task.resultReference), and no worktree could be made: \(error.message)"
            task.reason = [task.reason, place].compactMap { $0 }.joined(separator: "; ")
        }
        return task
    }

    /// Makes a worktree with the newest snapshot. With a branch, what is not committed becomes a commit on it. Where
    /// another task was given the same name meanwhile, the branch gets a number.
    /// - Returns: the worktree and the branch that it is on; nil where the task has changed nothing.
    /// - Throws: `.noCommit` where the repository has no commit and the task has made none; what making a worktree
    ///   throws.
    private func bringHome() throws(ParallelError) -> (worktree: WorktreeRecord, branch: String?)? {
        guard let snapshot = task.snapshot else { return nil }
        let git = coordinator.git(task.repository).unreplaced
        guard let head = try head(of: snapshot) else {
            throw ParallelError(
                .noCommit, operation: "bring work home", subject: task.id,
                message: "there is no commit to put a worktree on",
                hint: "its files: git ls-tree -r \(task.resultReference)")
        }
        if head == task.head, try git.line(["rev-parse", snapshot + "^{tree}"]) == startTree(git) { return nil }
        let worktree = try coordinator.makeWorktree(
            of: task.repository, head: head, tree: snapshot + "^{tree}", name: "task-\(task.id)",
            branch: try freeBranch(git))
        guard task.branch != nil else { return (worktree, nil) }
        let home = coordinator.git(worktree.path)
        try commit(in: home)
        return (worktree, try home.currentBranch())
    }

    private func freeBranch(_ git: Git) throws(ParallelError) -> String? {
        guard let wanted = task.branch else { return nil }
        var (branch, number) = (wanted, 2)
        while try git.commitIfAny("refs/heads/" + branch) != nil {
            branch = "\(wanted)-\(number)"
            number += 1
        }
        return branch
    }

    /// Returns the commit at which HEAD was: a snapshot's first parent, where its description names one.
    func head(of snapshot: String) throws(ParallelError) -> String? {
        let git = coordinator.git(task.repository).unreplaced
        let message = try git.line(["log", "-1", "--format=%B", snapshot])
        guard let head = SnapshotManifest(commitMessage: message)?.head else { return nil }
        return try git.commitIfAny(snapshot + "^1") == head ? head : nil
    }

    /// The files that the task began with.
    private func startTree(_ git: Git) throws(ParallelError) -> String {
        try git.line(["rev-parse", task.startReference + "^{tree}"])
    }

    private func commit(in git: Git) throws(ParallelError) {
        let git = git.setting("core.hooksPath", value: "/dev/null").setting("commit.gpgSign", value: "false")
        try git.run(["add", "--all"])
        if try git.result(["diff", "--cached", "--quiet"]).status.isSuccess { return }
        let subject = task.prompt.split(whereSeparator: \.isNewline).first.map { String($0.prefix(100)) } ?? ""
        try git.run(["commit", "-q", "-F", "-"], input: Array("Task: \(subject)\n\nTask-Id: \(task.id)\n".utf8))
    }
}
