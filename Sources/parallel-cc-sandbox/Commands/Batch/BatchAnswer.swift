internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Sandbox
internal import Wiring

/// The answer of a command that has run a batch, and the report that it leaves behind.
struct BatchAnswer {
    private let batch: BatchRecord
    private let coordinator: Coordinator

    init(_ batch: BatchRecord, in coordinator: Coordinator) {
        self.batch = batch
        self.coordinator = coordinator
    }

    /// Writes the report and answers. A file that cannot be written is a warning.
    func give(_ output: OutputOption) throws {
        let tasks = try TaskList(coordinator).all(of: batch)
        let summary = try report(tasks)
        if output.json { return try Printer.answer(json: SummaryDocument(summary), pretty: false) }
        Printer.answer(lines: BatchOverview(batch, tasks: tasks, in: coordinator.context).lines)
        Printer.answer("  Report:  \(summary.reportPath)".displayable)
    }

    /// Makes the report, also after a signal has asked the program to stop.
    private func report(_ tasks: [TaskRecord]) throws(ParallelError) -> BatchSummary {
        let report = BatchReport(batch, in: coordinator)
        var result = Result<BatchSummary, ParallelError>.failure(
            ParallelError(.interrupted, operation: "write report", message: "it was not made"))
        coordinator.undoing {
            let conflicts = ResultComparison.conflicts(tasks, of: batch, in: coordinator)
            do throws(ParallelError) {
                let summary = try report.summary(of: tasks, conflicts: conflicts)
                for problem in report.write(summary) {
                    Printer.narrate("⚠ the report is not whole: \(problem.fullMessage)".displayable)
                }
                result = .success(summary)
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }
}
