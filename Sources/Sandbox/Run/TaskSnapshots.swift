internal import Coordinator
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore
internal import TaskProtocol

/// The snapshots of a task: from its sandbox into the repository.
struct TaskSnapshots {
    let coordinator: Coordinator
    let backend: any SandboxBackend
    let directory: TaskDirectory

    /// Fetches a snapshot and lets the task's reference hold it.
    ///
    /// The objects are those of an untrusted place: git checks each, and that all are there, before the reference
    /// moves.
    /// - Parameters:
    ///   - references: the references of the sandbox's repository. They come below the task's own.
    ///   - pack: the number of its pack; nil: all of its objects are here.
    ///   - sandbox: the engine's id.
    /// - Throws: `.copyIncomplete` and the other errors of a copy; `.gitFailed` where objects are damaged or missing.
    func fetch(
        _ commit: String, references: [String: String], pack: Int?, of task: TaskRecord, sandbox: String
    ) throws(ParallelError) {
        // A task that was asked to end still has its last work to bring.
        let git = coordinator.git(task.repository).durable.uninterruptible
        if let pack {
            try backend.copyOut(
                TaskFolder(TaskFolder.standardPath).snapshotPack(pack), of: sandbox, into: directory.folder.results)
            try store(directory.folder.snapshotPack(pack), with: git)
        }
        // Fails where an object is missing.
        let known = try [task.head, git.objectIfAny(task.startReference), task.snapshot].compactMap {
            $0.map { "^" + $0 }
        }
        try git.run(
            ["rev-list", "--objects", "--quiet", "--stdin"],
            input: Self.lines(Array(references.values) + [commit] + known))
        let moves = references.map { name, id in
            let plain = name.dropFirst("refs/".count).map { "@{}".contains($0) ? "-" : $0 }
            return "update \(task.references)/refs/\(String(plain)) \(id)"
        }
        try git.run(["update-ref", "--stdin"], input: Self.lines(moves + ["update \(task.resultReference) \(commit)"]))
    }

    private static func lines(_ texts: [String]) -> [UInt8] { Array(texts.map { $0 + "\n" }.joined().utf8) }

    private func store(_ pack: String, with git: Git) throws(ParallelError) {
        let arguments = ["index-pack", "--stdin", "--strict"]
        let file = open(pack, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw ParallelError(
                .fileUnreadable, operation: "read snapshot", subject: pack, message: "the pack cannot be opened",
                cause: String(cString: strerror(errno)))
        }
        defer { close(file) }
        var command = git.command(arguments)
        command.input = .descriptor(file)
        let result = try Spawner.run(command)
        guard result.status.isSuccess else { throw git.failure(arguments, result: result) }
    }
}
