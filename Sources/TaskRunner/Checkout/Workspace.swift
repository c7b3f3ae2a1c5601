internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// The directory in which claude works: the checkout, with its repository in `.git`.
struct Workspace {
    /// The real path.
    let path: String
    /// The task that it is for.
    let task: String

    var gitDirectory: String { path + "/.git" }
    /// The folder of the runner's own files.
    private var ownFolder: String { gitDirectory + "/parallel-cc" }
    private var markPath: String { ownFolder + "/task" }
    private var claudePath: String { ownFolder + "/claude" }

    /// Finds the directory, or makes it.
    /// - Throws: `.cannotWrite`.
    init(_ path: String, task: String) throws(ParallelError) {
        try FileWriter.makeDirectory(path)
        self.path = realPath(path)
        self.task = task
    }

    /// How far the task is here; nil where it was never here, or where the git directory is another one by now.
    var stage: WorkspaceMark.Stage? {
        guard let mark = WholeFile.read(markPath).flatMap(WorkspaceMark.init), mark.task == task else { return nil }
        return mark.stage
    }

    /// Takes the directory for the task.
    /// - Parameter isGoingOn: whether an earlier runner was cut off. What lies in a checkout that was not finished is
    ///   its own then, and is deleted.
    /// - Returns: how far an earlier runner of this task is; `making` where the checkout is to be made.
    /// - Throws: `.workspaceNotEmpty`; then nothing was changed. `.cannotWrite`.
    func take(isGoingOn: Bool) throws(ParallelError) -> WorkspaceMark.Stage {
        if let stage, stage != .making { return stage }
        if stage == .making, isGoingOn {
            try TreeDeletion.empty(path)
        } else if let found = firstForeign(in: path, except: { $0 == ".git" })
            ?? firstForeign(in: gitDirectory, except: { $0 == "parallel-cc" })
            // A mark that was not finished.
            ?? firstForeign(in: ownFolder, except: { $0.hasPrefix("task.") })
        {
            throw ParallelError(
                .workspaceNotEmpty, operation: "check out into", subject: path,
                message: "the workspace is not empty (\(found)), and was left as it is")
        }
        try note(.making)
        return .making
    }

    /// Writes down how far the task is.
    func note(_ stage: WorkspaceMark.Stage) throws(ParallelError) {
        try FileWriter.replace(markPath, with: WorkspaceMark(task: task, stage: stage).bytes, mode: 0o600)
    }

    /// Writes down which process is claude, so that a runner that is started again can end it.
    func noteClaude(_ pid: Int32) {
        guard let process = ProcessIdentity.read(pid: pid) else { return }
        let text = "\(process.pid) \(process.startTime)\n"
        try? FileWriter.replace(claudePath, with: Array(text.utf8), mode: 0o600)
    }

    /// Ends a claude that has outlived its runner: two of them must not work here.
    func endEarlierClaude() {
        let words = (FileBytes.readLine(claudePath, spaces: true) ?? "").split(separator: " ")
        guard words.count == 2, let pid = Int32(words[0]), let start = UInt64(words[1]) else { return }
        let process = ProcessIdentity(pid: pid, startTime: start)
        var (tries, number) = (0, SIGTERM)
        while process.isAlive, tries < 100 {
            kill(-pid, number)
            usleep(100_000)
            tries += 1
            if tries == ChildStop.patience / 100 { number = SIGKILL }
        }
        unlink(claudePath)
    }

    /// Returns an entry of a directory that is not excepted; nil where there is none, or no directory.
    private func firstForeign(in directory: String, except isOwn: (String) -> Bool) -> String? {
        DirectoryNames.list(directory).sorted().first { !isOwn($0) }.map { "\(directory)/\($0)" }
    }
}
