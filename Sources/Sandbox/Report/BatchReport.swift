package import Coordinator
internal import Files
internal import FoundationEssentials
package import HookCore
internal import Store

/// The report of a batch: gathered from the database and the repository, and written into the batch's folder.
package struct BatchReport {
    /// The bytes of all diffs of the page together, and the most and the least for one task.
    private static let (allDifferences, mostDifference, leastDifference) = (8 << 20, 64 << 10, 4 << 10)

    private let batch: BatchRecord
    private let coordinator: Coordinator

    /// The report of a batch as the list has it.
    package init(_ batch: BatchRecord, in coordinator: Coordinator) {
        self.batch = batch
        self.coordinator = coordinator
    }

    /// Gathers what the report tells.
    /// - Parameter tasks: all tasks of the batch by their numbers.
    package func summary(
        of tasks: [TaskRecord], conflicts: ResultConflicts
    ) throws(ParallelError) -> BatchSummary {
        let now = coordinator.context.now()
        let steps = try coordinator.database.read { db throws(StoreError) in
            try TaskTable.steps(ofBatch: batch.id, in: db)
        }
        let outcomes = tasks.map { task in
            let course =
                steps[task.id].map { TaskCourse($0, now: now.milliseconds) }
                ?? TaskCourse(task, now: now.milliseconds)
            do throws(ParallelError) {
                let changes = try ChangedFiles(of: task, in: coordinator).summary()
                return TaskOutcome(task: task, course: course, changes: changes, problem: nil)
            } catch {
                return TaskOutcome(task: task, course: course, changes: nil, problem: error.description)
            }
        }
        return BatchSummary(
            batch: batch, state: BatchState(batch, tasks: tasks, in: coordinator.context), generatedAt: now.text,
            tasks: outcomes, conflicts: conflicts)
    }

    /// Writes all files of the report. What cannot be written keeps no other file from being written.
    /// - Returns: why files are missing.
    package func write(_ summary: BatchSummary) -> [ParallelError] {
        var problems: [ParallelError] = []
        let attempt = { (body: () throws(ParallelError) -> Void) in
            do throws(ParallelError) { try body() } catch { problems.append(error) }
        }
        for outcome in summary.tasks { attempt { () throws(ParallelError) in try writeMetadata(outcome) } }
        attempt { () throws(ParallelError) in
            try writeJSON(SummaryDocument(summary), to: batch.output + "/summary.json")
        }
        attempt { () throws(ParallelError) in
            try write(Array(MarkdownReport(summary).text.utf8), to: summary.reportPath)
        }
        attempt { () throws(ParallelError) in try writePage(summary) }
        return problems
    }

    private func writeMetadata(_ outcome: TaskOutcome) throws(ParallelError) {
        let folder = BatchResults(batch).folder(of: outcome.task)
        let directory = TaskDirectory(dataDirectory: coordinator.context.dataDirectory, task: outcome.task.id)
        let download =
            outcome.task.snapshot == nil
            ? "no work of it has come home"
            : FileAccess.exists(folder + "/changes.patch") ? outcome.problem : "its files could not be written"
        try writeJSON(
            TaskMetadata(outcome, claude: ClaudeInUse.version(directory), download: download),
            to: folder + "/metadata.json")
    }

    private func writeJSON(_ document: some Encodable, to path: String) throws(ParallelError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let json = try? encoder.encode(document) else {
            throw ParallelError(.cannotWrite, operation: "write report", subject: path, message: "it cannot be encoded")
        }
        let line: [UInt8] = Array(json) + [0x0A]
        try write(line, to: path)
    }

    private func write(_ bytes: [UInt8], to path: String) throws(ParallelError) {
        try FileWriter.replace(path, with: bytes, mode: 0o644)
    }

    private func writePage(_ summary: BatchSummary) throws(ParallelError) {
        let share = Self.allDifferences / max(1, summary.tasks.count)
        let most = max(Self.leastDifference, min(Self.mostDifference, share))
        var file = try ReportFile(batch.output + "/summary.html")
        try HTMLReport(summary).write(
            { (text) throws(ParallelError) in try file.add(text) },
            difference: { (outcome) throws(ParallelError) in
                // One that cannot be read stands in the report as a task whose changes are not known.
                try? ChangedFiles(of: outcome.task, in: coordinator).difference(mostBytes: most)
            })
        try file.finish()
    }
}
