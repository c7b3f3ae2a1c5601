package import HookCore
package import TaskProtocol

/// What a watcher is told while a task runs.
package enum TaskProgress: Sendable {
    case state(TaskRecord)
    case report(TaskReport)
    /// A snapshot or a file did not arrive; the next one is tried.
    case snapshotMissing(ParallelError)
}
