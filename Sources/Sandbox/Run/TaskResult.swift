internal import Coordinator
internal import Exec
internal import GitKit
internal import GitProgram
internal import HookCore

/// The work of a task, brought into a worktree of the repository.
struct TaskResult {
    let coordinator: Coordinator
    let task: TaskRecord

    /// Makes a worktree with the newest snapshot. With a branch, what is not committed becomes a commit on it.
    /// - Returns: nil where the task has changed nothing, or the repository has no commit to put a worktree on.
    func bringHome() throws(ParallelError) -> WorktreeRecord? {
        guard let snapshot = task.snapshot else { return nil }
        let git = coordinator.git(task.repository).unreplaced
        // A snapshot's first parent is HEAD, if there was a commit.
        guard let head = try git.commitIfAny(snapshot + "^1"), try isHead(head, of: snapshot, with: git) else {
            return nil
        }
        if head == task.head, try git.line(["rev-parse", snapshot + "^{tree}"]) == startTree(git) { return nil }
        let worktree = try coordinator.makeWorktree(
            of: task.repository, head: head, tree: snapshot + "^{tree}", name: "task-\(task.id)", branch: task.branch)
        if task.branch != nil { try commit(in: coordinator.git(worktree.path)) }
        return worktree
    }

    /// Whether the first parent is a commit of the history and not the snapshot's own second commit.
    private func isHead(_ parent: String, of snapshot: String, with git: Git) throws(ParallelError) -> Bool {
        try git.commitIfAny(snapshot + "^2") != nil || parent == task.head
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
