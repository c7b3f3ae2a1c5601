package import Coordinator
internal import TaskProtocol

/// What has become of a batch. It is no column: it follows from the batch's tasks and its process.
package enum BatchState: String, Sendable {
    case running
    /// Tasks are left, and nobody drives them: the batch can be resumed.
    case interrupted
    /// All tasks are completed.
    case completed
    /// All have ended, and one has failed or its time was over.
    case failed
    /// All have ended, none has failed, and one was cancelled.
    case cancelled

    /// - Parameter tasks: all tasks of the batch.
    package init(_ batch: BatchRecord, tasks: [TaskRecord], in context: CoordinatorContext) {
        let states = Set(tasks.map(\.state))
        if batch.endedAt == nil {
            self = batch.isDriven(in: context) ? .running : .interrupted
        } else if !states.isDisjoint(with: [.failed, .timedOut, .interrupted]) {
            self = .failed
        } else {
            self = states.contains(.cancelled) ? .cancelled : .completed
        }
    }
}
