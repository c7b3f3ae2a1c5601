package import Coordinator
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
package import HookCore

/// The files that a task has made or changed, as a folder without a repository.
package struct ChangedFiles {
    private let git: Git
    private let task: TaskRecord

    package init(of task: TaskRecord, in coordinator: Coordinator) {
        git = coordinator.git(task.repository).unreplaced
        self.task = task
    }

    /// Writes the files into a folder, over those of the same names there.
    /// - Parameter folder: an absolute path; made where it is missing.
    /// - Returns: the number of files.
    /// - Throws: `.gitFailed`, `.cannotWrite`.
    package func write(to folder: String) throws(ParallelError) -> Int {
        guard let snapshot = task.snapshot else { return 0 }
        try FileWriter.makeDirectory(folder)
        let known = try git.commitIfAny(task.startReference)
        let start = if let known { known } else { try git.emptyTreeID() }
        let changed = try git.run([
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--diff-filter=d", start, snapshot,
        ]).output
        // An index of its own, so that nobody's is touched.
        let index = folder + "/.parallel-cc-index"
        defer { unlink(index) }
        let bound = git.on(gitDirectory: task.repository, workTree: folder).withIndex(index)
        try bound.run(["read-tree", snapshot])
        try bound.run(["checkout-index", "-z", "--stdin", "--force"], input: changed)
        return changed.split(separator: 0).count
    }
}
