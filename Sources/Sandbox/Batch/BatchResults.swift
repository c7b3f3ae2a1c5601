internal import Coordinator
internal import Files
internal import Glibc
package import HookCore
internal import TaskProtocol

/// The folder with the results of a batch: `task-1`, `task-2`, … and the report.
package struct BatchResults {
    private let folder: String

    package init(_ batch: BatchRecord) { folder = batch.output }

    /// Makes the folder for a new batch. One that holds something is left alone, and one with a number is made.
    /// - Parameter wanted: an absolute path.
    /// - Returns: the path of the folder.
    package static func makeFolder(_ wanted: String) throws(ParallelError) -> String {
        // A number can follow a name, and nothing else.
        let wanted = "/" + FilePath.parts(of: wanted).filter { $0 != "." }.joined(separator: "/")
        var (path, number) = (wanted, 2)
        while FileAccess.exists(path), FileAccess.exists(path + "/"), !DirectoryNames.list(path).isEmpty {
            path = "\(wanted)-\(number)"
            number += 1
        }
        let isNew = !FileAccess.exists(path)
        try FileWriter.makeDirectory(path)
        // Prompts and transcripts are nobody else's business.
        if isNew { chmod(path, 0o700) }
        // The folder often lies in the checkout, and is no work that a later task should see.
        try FileWriter.replace(path + "/.gitignore", with: Array("*\n".utf8), mode: 0o644)
        return path
    }

    /// The folder of a task.
    package func folder(of task: TaskRecord) -> String { "\(folder)/task-\(task.number ?? 0)" }

    /// Writes what a task has made: `changes.patch`, `changed-files`, `execution.log`, `claude.jsonl`.
    func write(_ task: TaskRecord, in coordinator: Coordinator) throws(ParallelError) {
        let place = folder(of: task)
        try FileWriter.makeDirectory(place)
        let changed = ChangedFiles(of: task, in: coordinator)
        try changed.writePatch(to: place + "/changes.patch")
        _ = try changed.write(to: place + "/changed-files")
        let directory = TaskDirectory(dataDirectory: coordinator.context.dataDirectory, task: task.id)
        let log = WholeFile.read(directory.log) ?? []
        let lines = ReportText.lines(log).map { $0 + "\n" }.joined()
        try FileWriter.replace(place + "/execution.log", with: Array(lines.utf8), mode: 0o644)
        let transcript = directory.folder.transcript
        unlink(place + "/" + FilePath.name(of: transcript))
        _ = try FileCopy.copy(
            Array(FilePath.name(of: transcript).utf8), from: FilePath.folder(of: transcript), to: place)
    }
}
