package import Coordinator
package import HookCore
internal import Store
internal import TaskProtocol

extension ParallelError.Code {
    /// No task has that id, or several begin with it.
    package static let unknownTask: Self = "unknown-task"
}

/// The tasks of the database.
package struct TaskList {
    let coordinator: Coordinator

    /// Opens the list, and makes its tables where they are missing.
    package init(_ coordinator: Coordinator) throws(ParallelError) {
        self.coordinator = coordinator
        try coordinator.database.write { db throws(StoreError) in try SandboxSchema.update(db) }
    }

    /// Adds a task.
    package func add(_ task: TaskRecord) throws(ParallelError) {
        try coordinator.database.write { db throws(StoreError) in
            try TaskTable.insert(task, in: db)
            try record("task.queued", task: task, in: db)
        }
    }

    /// Stores the changes of a task. A new state becomes an event.
    package func store(_ task: TaskRecord) throws(ParallelError) {
        try coordinator.database.write { db throws(StoreError) in
            let former = try TaskTable.find(task.id, in: db)?.state
            try TaskTable.update(task, in: db)
            if former != task.state { try record("task.\(task.state.rawValue)", task: task, in: db) }
        }
    }

    /// Returns tasks, oldest first.
    /// - Parameter repository: a common git directory; nil: of all repositories.
    package func all(of repository: String? = nil) throws(ParallelError) -> [TaskRecord] {
        try coordinator.database.read { db throws(StoreError) in try TaskTable.list(of: repository, in: db) }
    }

    /// Returns the task that a user means by the beginning of its id.
    /// - Throws: `.unknownTask`.
    package func task(_ typed: String) throws(ParallelError) -> TaskRecord {
        let found = try coordinator.database.read { db throws(StoreError) -> [TaskRecord] in
            if let exact = try TaskTable.find(typed, in: db) { return [exact] }
            return typed.isEmpty ? [] : try TaskTable.beginning(with: typed, in: db)
        }
        guard found.count == 1 else {
            throw ParallelError(
                .unknownTask, operation: "find task", subject: typed,
                message: found.isEmpty ? "there is no such task" : "several tasks begin so",
                hint: "parallel-cc sandbox list")
        }
        return found[0]
    }

    private func record(_ event: String, task: TaskRecord, in db: Connection) throws(StoreError) {
        try EventTable.append(
            event, at: coordinator.timestamp, repository: task.repository, worktree: task.worktree, cause: task.reason,
            detail: task.id, in: db)
    }
}
