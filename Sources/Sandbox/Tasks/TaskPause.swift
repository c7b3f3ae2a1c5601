package import Coordinator
package import HookCore
internal import TaskProtocol

/// Lets a task rest, and go on. Its processes are frozen, and keep what they have in memory.
package struct TaskPause {
    private let tasks: TaskList
    private let backend: any SandboxBackend

    package init(_ coordinator: Coordinator, backend: any SandboxBackend) throws(ParallelError) {
        tasks = try TaskList(coordinator)
        self.backend = backend
    }

    /// Pauses a task that runs.
    /// - Throws: `.sandboxNotRunning`.
    package func pause(_ task: TaskRecord) throws(ParallelError) {
        guard let sandbox = task.sandbox, [.running, .waiting, .paused].contains(task.state) else {
            throw ParallelError(
                .sandboxNotRunning, operation: "pause task", subject: task.id,
                message: "it does not run: \(task.state.rawValue)")
        }
        try backend.pause(sandbox)
        if task.state != .paused { try tasks.setState(.paused, of: task) }
    }

    /// Lets a paused task go on, whoever has paused it.
    package func resume(_ task: TaskRecord) throws(ParallelError) {
        guard let sandbox = task.sandbox else { return }
        if try backend.status(sandbox)?.state == .paused { try backend.resume(sandbox) }
        if task.state == .paused { try tasks.setState(.running, of: task) }
    }
}
