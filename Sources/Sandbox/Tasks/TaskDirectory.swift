internal import Files
internal import Glibc
internal import HookCore
package import TaskProtocol

/// The host's own folder of a task. It stays when the sandbox is gone.
package struct TaskDirectory: Equatable, Sendable {
    package let path: String

    /// The folder of a task in a data directory.
    package init(dataDirectory: String, task: String) { path = "\(dataDirectory)/tasks/\(task)" }

    /// What goes into the sandbox and what has come out, under the names that they have inside.
    package var folder: TaskFolder { TaskFolder(path) }

    /// What the sandbox has printed, as it came: the runner's report, and what else was printed.
    package var log: String { path + "/log.jsonl" }

    /// Makes the folder, for its owner alone: prompts and transcripts are nobody else's business.
    /// - Parameter attempt: the number of the sandbox that it is for. What came out of the one before is kept as
    ///   `out-1`, `out-2`, …
    func make(attempt: Int) throws(ParallelError) {
        rename(path + "/out", "\(path)/out-\(attempt - 1)")
        for one in [path, path + "/in", path + "/out"] {
            try FileWriter.makeDirectory(one)
            chmod(one, 0o700)
        }
    }
}
