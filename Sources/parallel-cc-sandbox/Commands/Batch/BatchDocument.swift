internal import Coordinator
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// A batch in a JSON answer.
struct BatchDocument: Encodable {
    struct Counts: Encodable {
        let total: Int
        let ended: Int
    }

    let success: Bool
    let batchId: String
    let status: String
    let repository: String
    let outputPath: String
    let maxConcurrent: Int
    let failFast: Bool
    let counts: Counts
    let createdAt: String
    @ExplicitNull var endedAt: String?
    @ExplicitNull var error: String?
    let tasks: [TaskDocument]

    /// - Parameter tasks: all tasks of the batch.
    init(_ batch: BatchRecord, tasks: [TaskRecord], in context: CoordinatorContext) {
        let state = BatchState(batch, tasks: tasks, in: context)
        success = state == .completed
        batchId = batch.id
        status = state.rawValue
        repository = batch.repository
        outputPath = batch.output
        maxConcurrent = batch.concurrency
        failFast = batch.isFailFast
        counts = Counts(total: tasks.count, ended: tasks.count { !$0.canGoOn })
        createdAt = batch.createdAt
        endedAt = batch.endedAt
        error = batch.reason
        self.tasks = tasks.map { TaskDocument($0, in: context) }
    }
}
