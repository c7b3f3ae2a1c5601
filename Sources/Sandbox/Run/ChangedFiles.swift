package import Coordinator
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
package import HookCore

/// The files that a task has made or changed, outside of any worktree.
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
        let changed = try git.run([
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--diff-filter=d", start(), snapshot,
        ]).output
        // An index of its own, so that nobody's is touched.
        let index = folder + "/.parallel-cc-index"
        defer { unlink(index) }
        let bound = git.on(gitDirectory: task.repository, workTree: folder).withIndex(index)
        try bound.run(["read-tree", snapshot])
        try bound.run(["checkout-index", "-z", "--stdin", "--force"], input: changed)
        return changed.split(separator: 0).count
    }

    /// Writes everything that the task has changed into a file that `git apply` takes; nothing where it has made
    /// nothing.
    /// - Parameter path: an absolute path. What lies there is replaced.
    func writePatch(to path: String) throws(ParallelError) {
        unlink(path)
        guard let snapshot = task.snapshot else { return }
        let file = try OpenedFile.make(path)
        var command = git.command([
            "diff-tree", "-r", "-p", "--binary", "--full-index", "--no-ext-diff", "--no-textconv", "--no-color",
            try start(), snapshot,
        ])
        command.output = .descriptor(file.number)
        try git.run(command)
    }

    /// Returns how much the task has changed, and the first of the files.
    func summary() throws(ParallelError) -> TaskChanges {
        guard let snapshot = task.snapshot else { return TaskChanges() }
        let arguments = ["diff-tree", "-r", "-z", "--numstat", "--no-renames", try start(), snapshot]
        return TaskChanges(numstat: try git.run(arguments).output)
    }

    /// Returns the beginning of what the task has changed, for people: files that are no text are named only.
    func difference(mostBytes: Int) throws(ParallelError) -> TaskDifference? {
        guard let snapshot = task.snapshot else { return nil }
        let arguments = [
            "diff-tree", "-r", "-p", "--no-ext-diff", "--no-textconv", "--no-color", try start(), snapshot,
        ]
        var command = git.command(arguments)
        command.mostOutput = mostBytes
        let result = try Spawner.run(command)
        // A git that is done with the pipe may have ended by itself though it wrote more.
        let isCut = result.isTooLong || result.output.count > mostBytes
        guard isCut || result.status.isSuccess else { throw git.failure(arguments, result: result) }
        return TaskDifference(Array(result.output.prefix(mostBytes)), isCut: isCut)
    }

    /// What the task began with: a commit, or the empty tree.
    private func start() throws(ParallelError) -> String {
        if let known = try git.commitIfAny(task.startReference) { return known }
        return try git.emptyTreeID()
    }
}
