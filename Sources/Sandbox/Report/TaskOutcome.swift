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
}
