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
                if let wanted = task.branch, home.branch == nil {
                    add("branch \(wanted) could not be made: HEAD of its worktree is detached", to: &task)
                }
                task.worktree = home.worktree.path
                task.branch = home.branch
            }
        } catch {
            let why = [error.message, error.cause].compactMap { $0 }.joined(separator: ": ")
            add(
                "its work is in \(task.resultReference), and no worktree could be made: \(why)", to: &task)
        }
        return task
    }

    private func add(_ reason: String, to task: inout TaskRecord) {
        task.reason = [task.reason, reason].compactMap { $0 }.joined(separator: "; ")
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
        let branch = try makeBranch(at: head, with: git)
        let worktree: WorktreeRecord
        do throws(ParallelError) {
            worktree = try coordinator.makeWorktree(
                of: task.repository, head: head, tree: snapshot + "^{tree}", name: "task-\(task.id)", branch: branch)
        } catch {
            if let branch { _ = try? git.result(["update-ref", "-d", "refs/heads/" + branch, head]) }
            throw error
        }
        if task.branch != nil { try commit(in: coordinator.git(worktree.path)) }
        return (worktree, branch)
    }

    /// Makes the branch that the work is to be on. git makes none that is there, so tasks that end at the same time get
    /// branches of their own.
    /// - Returns: nil where none is wanted, or none of that name can be made.
    private func makeBranch(at head: String, with git: Git) throws(ParallelError) -> String? {
        guard let wanted = task.branch, try git.obstacle(toBranch: wanted) == nil else { return nil }
        for number in 1..<1_000 {
            let branch = number == 1 ? wanted : "\(wanted)-\(number)"
            if try git.result(["update-ref", "refs/heads/" + branch, head, ""]).status.isSuccess { return branch }
        }
        return nil
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
