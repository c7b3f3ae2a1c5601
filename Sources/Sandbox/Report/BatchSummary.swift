internal import TaskProtocol

/// Everything that the report of a batch tells. The writers of the report are functions of it.
package struct BatchSummary: Equatable, Sendable {
    let batch: BatchRecord
    let state: BatchState
    /// The time of the report, in ISO-8601 with Z.
    let generatedAt: String
    /// All tasks by their numbers.
    let tasks: [TaskOutcome]
    let conflicts: ResultConflicts

    /// The path of the report for people.
    package var reportPath: String { batch.output + "/summary-report.md" }

    /// The milliseconds in which at least one task was worked on. Pauses before a batch was resumed do not count.
    var totalDuration: Int64 {
        let phases = tasks.flatMap(\.course.phases).filter(\.isWork).sorted { $0.begin < $1.begin }
        var (sum, end) = (Int64(0), Int64.min)
        for phase in phases where phase.end > end {
            sum += phase.end - max(phase.begin, end)
            end = phase.end
        }
        return sum
    }

    /// The milliseconds that the tasks would have taken one after the other.
    var sequentialDuration: Int64 { tasks.map(\.course.duration).reduce(0, +) }

    var timeSaved: Int64 { sequentialDuration - totalDuration }

    var successCount: Int { count([.completed]) }
    var failureCount: Int { count([.failed, .timedOut]) }
    var cancelledCount: Int { count([.cancelled]) }
    /// The number of tasks that have not ended for good.
    var openCount: Int { tasks.count { $0.task.canGoOn } }

    var totalFilesChanged: Int { tasks.compactMap(\.changes?.files).reduce(0, +) }
    var totalCost: Double { tasks.compactMap(\.task.costUSD).reduce(0, +) }

    private func count(_ states: Set<TaskState>) -> Int { tasks.count { states.contains($0.task.state) } }
}
