package import Coordinator
package import HookCore
internal import Store
package import TaskProtocol

/// A task as the database knows it.
package struct TaskRecord: Equatable, Sendable {
    /// The label of every sandbox of ours; its value is the task's id.
    static let label = "parallel-cc.task"

    package var id: String
    /// The common git directory.
    package var repository: String
    /// The checkout whose state the task began with.
    package var directory: String
    package var prompt: String
    package var state: TaskState
    /// The name of the backend.
    package var backend: String
    /// The name of the image, and its digest once it is known.
    package var image: String
    package var imageID: String?
    /// The engine's id of the sandbox; nil before there is one and after it was removed.
    package var sandbox: String?
    /// The commit that the task began at; nil in a repository without commits.
    package var head: String?
    /// The branch for the result; nil: the result stays uncommitted in a worktree.
    package var branch: String?
    /// The newest snapshot of its work.
    package var snapshot: String?
    /// The worktree with its result; nil before there is one.
    package var worktree: String?
    package var claudeSession: String?
    package var exitStatus: Int32?
    /// The reason why it is not completed, in plain words.
    package var reason: String?
    /// Claude's last words.
    package var result: String?
    package var costUSD: Double?
    package var turns = 0
    /// The batch that it belongs to, and its number there, from 1; nil where it belongs to none.
    package var batch: String?
    package var number: Int?
    /// The number of sandboxes that it has had, from 1 once there is one.
    package var attempt = 0
    /// What the user wants; nil for a task of a program that did not store it.
    package var request: TaskRequest?
    /// Whether somebody has asked for its end.
    package var isStopRequested = false
    /// The process that drives the task, with its boot; nil where none does.
    package var driver: ProcessIdentity?
    package var driverBoot: String?
    /// Times in ISO-8601 with Z.
    package var createdAt: String
    package var startedAt: String?
    package var endedAt: String?

    /// Whether the process that runs the task is there and will bring its work home.
    package func isDriven(in context: CoordinatorContext) -> Bool {
        guard let driver, driverBoot == context.host.bootID else { return false }
        return context.isAlive(driver)
    }

    /// Whether the task goes on, or may, and no process will bring its work home.
    package func isLeft(in context: CoordinatorContext) -> Bool { !state.isEnd && !isDriven(in: context) }

    /// Whether the task has not ended for good.
    package var canGoOn: Bool { !state.isEnd || state == .interrupted }

    /// Whether it has ended, and its newest work may be in its sandbox alone.
    package var isWorkInSandbox: Bool { !canGoOn && sandbox != nil && request?.keepsSandbox != true }

    /// The references that hold what the task began with and what it has made.
    var startReference: String { references + "/start" }
    package var resultReference: String { references + "/result" }
    var references: String { "refs/parallel-cc/tasks/\(id)" }
}

extension TaskState: LifeCycle, ColumnConvertible {
    package static var steps: [TaskState: Set<TaskState>] {
        Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.next.union([$0])) })
    }
}
