internal import Exec
internal import TaskProtocol

/// A task of a batch as its report has it.
struct TaskOutcome: Equatable, Sendable {
    let task: TaskRecord
    let course: TaskCourse
    /// What it has changed; nil where that could not be read.
    let changes: TaskChanges?
    /// Why it could not be read.
    let problem: String?

    var number: Int { task.number ?? 0 }

    /// The name of the task in its batch, and that of its folder.
    var name: String { "task-\(number)" }

    /// Returns the command that takes its work; nil where there is nothing to take.
    /// - Parameter batch: the batch that has its results in a folder.
    func takingCommand(in batch: BatchRecord) -> String? {
        if task.worktree == nil { return nil }
        if let branch = task.branch { return "git merge \(ShellWord.quote(branch))" }
        return "git apply --3way \(ShellWord.quote("\(batch.output)/\(name)/changes.patch"))"
    }

    /// What is said of its work where there is nothing to take.
    var withoutWorktree: String {
        if task.snapshot == nil { return "No work of it has come home." }
        return changes?.files == 0
            ? "Nothing was changed." : "Its work has no worktree; \(task.resultReference) holds it."
    }
}
