package import Coordinator
package import HookCore
internal import Store
internal import TaskProtocol

extension ParallelError.Code {
    /// No task or batch has that id, or several begin with it.
    package static let unknownTask: Self = "unknown-task"
    /// Another process drives the task or the batch.
    package static let taskDriven: Self = "task-driven"
    /// The task or batch has ended.
    package static let taskEnded: Self = "task-ended"
}

/// The tasks of the database.
package struct TaskList {
    let coordinator: Coordinator

    /// The states of a task whose sandbox is at work, or is paused.
    private static let live: Set<TaskState> = [.running, .waiting, .paused]

    /// Opens the list, and makes its tables where they are missing.
    package init(_ coordinator: Coordinator) throws(ParallelError) {
        self.coordinator = coordinator
        let isUpToDate = try coordinator.database.read { db throws(StoreError) in try SandboxSchema.isUpToDate(db) }
        if isUpToDate { return }
        try coordinator.database.write { db throws(StoreError) in try SandboxSchema.update(db) }
    }

    /// Adds tasks, all or none.
    /// - Parameter batch: the batch that they belong to; added, too.
    func add(_ tasks: [TaskRecord], batch: BatchRecord? = nil) throws(ParallelError) {
        try coordinator.database.write { db throws(StoreError) in
            if let batch { try BatchTable.insert(batch, in: db) }
            for task in tasks {
                try TaskTable.insert(task, in: db)
                try record("task.queued", task: task, in: db)
            }
        }
    }

    /// Stores the changes of a task. A new state becomes an event. Only `setState` pauses a task and lets it go on:
    /// what another process has said of that meanwhile stays.
    /// - Returns: the state that the task has now.
    @discardableResult
    func store(_ task: TaskRecord) throws(ParallelError) -> TaskState {
        try coordinator.database.write { db throws(StoreError) in
            var task = task
            let former = try TaskTable.find(task.id, in: db)?.state
            if let former, Set([former, task.state]).contains(.paused), Self.live.isSuperset(of: [former, task.state]) {
                task.state = former
            }
            try TaskTable.update(task, in: db)
            if former != task.state { try record("task.\(task.state.rawValue)", task: task, in: db) }
            return task.state
        }
    }

    /// Stores a state that this process has brought about, while another one drives the task.
    func setState(_ state: TaskState, of task: TaskRecord) throws(ParallelError) {
        try coordinator.database.write { db throws(StoreError) in
            try TaskTable.setState(state, of: task.id, in: db)
            try record("task.\(state.rawValue)", task: task, in: db)
        }
    }

    /// Asks whoever drives a task, or will, to end it.
    func requestStop(of task: TaskRecord) throws(ParallelError) {
        try coordinator.database.write { db throws(StoreError) in
            try TaskTable.setStopRequested(true, of: task.id, in: db)
        }
    }

    /// Whether somebody has asked for a task's end.
    func isStopRequested(of id: String) throws(ParallelError) -> Bool {
        try coordinator.database.read { db throws(StoreError) in
            try TaskTable.find(id, in: db)?.isStopRequested ?? false
        }
    }

    /// Makes this process the one that drives a task.
    /// - Parameter anew: whether the user wants it to go on, whatever was asked for before.
    /// - Returns: the task as it is now.
    /// - Throws: `.taskDriven`, `.taskEnded`, `.unknownTask`; nothing has changed then.
    package func claim(_ id: String, anew: Bool = false) throws(ParallelError) -> TaskRecord {
        let (process, boot) = (coordinator.context.process, coordinator.context.host.bootID)
        let (task, isOther) = try coordinator.database.write { db throws(StoreError) -> (TaskRecord?, Bool) in
            guard var task = try TaskTable.find(id, in: db) else { return (nil, false) }
            if task.driver != process, task.isDriven(in: coordinator.context) { return (task, true) }
            if task.canGoOn {
                (task.driver, task.driverBoot) = (process, boot)
                try TaskTable.update(task, in: db)
                if anew, task.isStopRequested {
                    task.isStopRequested = false
                    try TaskTable.setStopRequested(false, of: id, in: db)
                }
            }
            return (task, false)
        }
        guard let task else { throw Self.unknown(id, "there is no such task") }
        if isOther {
            throw ParallelError(
                .taskDriven, operation: "take task", subject: id, message: "another process runs it",
                hint: "parallel-cc sandbox logs --follow \(id)")
        }
        guard task.canGoOn else {
            throw ParallelError(
                .taskEnded, operation: "take task", subject: id, message: "it has ended: \(task.state.rawValue)")
        }
        return task
    }

    /// Returns tasks, oldest first.
    /// - Parameter repository: a common git directory; nil: of all repositories.
    package func all(of repository: String? = nil) throws(ParallelError) -> [TaskRecord] {
        try coordinator.database.read { db throws(StoreError) in try TaskTable.list(of: repository, in: db) }
    }

    /// Returns the tasks of a batch by their numbers.
    package func all(of batch: BatchRecord) throws(ParallelError) -> [TaskRecord] {
        try coordinator.database.read { db throws(StoreError) in try TaskTable.list(ofBatch: batch.id, in: db) }
    }

    /// Returns the task that a user means by the beginning of its id.
    /// - Throws: `.unknownTask`.
    package func task(_ typed: String) throws(ParallelError) -> TaskRecord {
        let found = try coordinator.database.read { db throws(StoreError) -> [TaskRecord] in
            if let exact = try TaskTable.find(typed, in: db) { return [exact] }
            return typed.isEmpty ? [] : try TaskTable.beginning(with: typed, in: db)
        }
        guard found.count == 1 else {
            throw Self.unknown(typed, found.isEmpty ? "there is no such task" : "several tasks begin so")
        }
        return found[0]
    }

    private static func unknown(_ id: String, _ message: String) -> ParallelError {
        ParallelError(
            .unknownTask, operation: "find task", subject: id, message: message, hint: "parallel-cc sandbox list")
    }

    private func record(_ event: String, task: TaskRecord, in db: Connection) throws(StoreError) {
        try EventTable.append(
            event, at: coordinator.timestamp, repository: task.repository, worktree: task.worktree, cause: task.reason,
            detail: task.id, in: db)
    }
}
