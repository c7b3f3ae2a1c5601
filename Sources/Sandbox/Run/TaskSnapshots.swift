internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
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
        let git = coordinator.git(task.repository).durable
        let (commit, references) = (try Self.checked(commit), try Self.checked(references))
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
        let moves = references.map { name, id in "update \(task.references)/\(name) \(id)" }
        try git.run(["update-ref", "--stdin"], input: Self.lines(moves + ["update \(task.resultReference) \(commit)"]))
    }

    /// Returns an id that a sandbox has reported, if it is one.
    private static func checked(_ id: String) throws(ParallelError) -> String {
        guard ObjectID(id) != nil else { throw refused("id", id) }
        return id
    }

    /// Returns references that a sandbox has reported, by names that git takes: those of stash entries have brackets.
    private static func checked(_ references: [String: String]) throws(ParallelError) -> [String: String] {
        var checked: [String: String] = [:]
        for (name, id) in references {
            guard FilePath.lies(name, in: "refs"), name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
                throw refused("name of a reference", name)
            }
            checked[String(name.map { "@{}".contains($0) ? "-" : $0 })] = try Self.checked(id)
        }
        return checked
    }

    private static func refused(_ what: String, _ text: String) -> ParallelError {
        ParallelError(
            .gitFailed, operation: "fetch snapshot", subject: text, message: "the sandbox reports no valid \(what)")
    }

    private static func lines(_ texts: [String]) -> [UInt8] { Array(texts.map { $0 + "\n" }.joined().utf8) }

    private func store(_ pack: String, with git: Git) throws(ParallelError) {
        let file = try OpenedFile.read(pack)
        var command = git.command(["index-pack", "--stdin", "--strict"])
        command.input = .descriptor(file.number)
        try git.run(command)
    }
}
