package import Coordinator
package import HookCore
internal import TaskProtocol

/// Ends tasks for good, whoever drives them.
package struct TaskCancellation {
    private let coordinator: Coordinator
    private let tasks: TaskList
    private let backend: (String) throws(ParallelError) -> any SandboxBackend
    private let watch: (TaskProgress) -> Void

    /// The seconds that a runner has to store the work.
    private static let patience = 30

    /// - Parameter backend: finds the backend of a name. It is not called for a task without a sandbox.
    package init(
        _ coordinator: Coordinator, backend: @escaping (String) throws(ParallelError) -> any SandboxBackend,
        watch: @escaping (TaskProgress) -> Void
    ) throws(ParallelError) {
        self.coordinator = coordinator
        self.backend = backend
        self.watch = watch
        tasks = try TaskList(coordinator)
    }

    /// Ends a task. The process that drives it brings its work home; where there is none, this call does.
    /// - Returns: whether there was something to end.
    package func cancel(_ task: TaskRecord) throws(ParallelError) -> Bool {
        guard task.canGoOn else { return false }
        try tasks.requestStop(of: task)
        if let sandbox = task.sandbox {
            try backend(task.backend).stop(sandbox, seconds: Self.patience)
        }
        if task.isDriven(in: coordinator.context) { return true }
        try end(tasks.task(task.id))
        return true
    }

    private func end(_ task: TaskRecord) throws(ParallelError) {
        var task = task
        if task.sandbox != nil {
            var recovery = try TaskRecovery(task, of: coordinator, backend: backend(task.backend), watch: watch)
            task = try recovery.collect()
        }
        guard task.canGoOn else { return }
        if task.worktree == nil { task = TaskResult(coordinator: coordinator, task: task).broughtHome() }
        task.state = .cancelled
        task.endedAt = coordinator.timestamp
        try tasks.store(task)
    }
}
