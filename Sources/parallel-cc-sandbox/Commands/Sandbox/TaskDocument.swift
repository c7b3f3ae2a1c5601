internal import Coordinator
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// A task in a JSON answer.
struct TaskDocument: Encodable {
    let success: Bool
    let sessionId: String
    let status: String
    /// Whether a process will bring the work home. False for a task that has ended.
    let isDriven: Bool
    @ExplicitNull var sandboxId: String?
    let repository: String
    let prompt: String
    let backend: String
    let image: String
    @ExplicitNull var imageDigest: String?
    @ExplicitNull var base: String?
    @ExplicitNull var branch: String?
    @ExplicitNull var snapshot: String?
    @ExplicitNull var worktreePath: String?
    @ExplicitNull var claudeSessionId: String?
    @ExplicitNull var exitCode: Int32?
    @ExplicitNull var error: String?
    @ExplicitNull var result: String?
    @ExplicitNull var costUsd: Double?
    @ExplicitNull var budgetLimit: Double?
    let turns: Int
    @ExplicitNull var batchId: String?
    let attempt: Int
    let createdAt: String
    @ExplicitNull var startedAt: String?
    @ExplicitNull var endedAt: String?

    init(_ task: TaskRecord, in context: CoordinatorContext) {
        isDriven = task.isDriven(in: context)
        success = task.state == .completed && !task.isWorkInSandbox
        sessionId = task.id
        status = task.state.rawValue
        sandboxId = task.sandbox
        repository = task.repository
        prompt = task.prompt
        backend = task.backend
        image = task.image
        imageDigest = task.imageID
        base = task.head
        branch = task.branch
        snapshot = task.snapshot
        worktreePath = task.worktree
        claudeSessionId = task.claudeSession
        exitCode = task.exitStatus
        error = task.reason
        result = task.result
        costUsd = task.costUSD
        budgetLimit = task.request?.budgetUSD
        turns = task.turns
        batchId = task.batch
        attempt = task.attempt
        createdAt = task.createdAt
        startedAt = task.startedAt
        endedAt = task.endedAt
    }
}
