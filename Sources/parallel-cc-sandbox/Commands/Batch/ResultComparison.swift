internal import Coordinator
internal import HookCore
internal import Integration
internal import Sandbox

/// The conflicts between the results of a batch, found by merging each with each in memory.
enum ResultComparison {
    /// The files of a pair that are named at most.
    private static let mostFiles = 50

    /// - Parameter tasks: all tasks of the batch.
    static func conflicts(_ tasks: [TaskRecord], of batch: BatchRecord, in coordinator: Coordinator) -> ResultConflicts
    {
        let made = tasks.compactMap { task in
            task.snapshot.map { (number: task.number ?? 0, snapshot: $0) }
        }
        do throws(ParallelError) {
            let pairs = try Radar(coordinator).compare(made.map(\.snapshot), in: batch.repository)
            return ResultConflicts(
                pairs: pairs.map { pair in
                    ResultConflicts.Pair(
                        one: made[pair.one].number, other: made[pair.other].number,
                        files: pair.files.prefix(mostFiles).map(\.text), reason: pair.error?.description)
                })
        } catch {
            return ResultConflicts(unknown: error.description)
        }
    }
}
