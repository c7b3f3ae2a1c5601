package import Coordinator
internal import Exec
package import HookCore
internal import TaskProtocol

/// A task that another process has started, and may have left.
package struct TaskRecovery {
    private let coordinator: Coordinator
    private let backend: any SandboxBackend
    private var work: TaskWork

    /// - Parameter task: as the list has it.
    package init(
        _ task: TaskRecord, of coordinator: Coordinator, backend: any SandboxBackend,
        watch: @escaping (TaskProgress) -> Void
    ) throws(ParallelError) {
        self.coordinator = coordinator
        self.backend = backend
        work = try TaskWork(task, in: try TaskList(coordinator), backend: backend, watch: watch)
    }

    /// Whether the process that drives the task is there. It brings the work home itself.
    private var isDriven: Bool { work.task.isDriven(in: coordinator.context) }

    /// Fetches what the task has done so far. A task that has ended, and that no process drives, is brought home.
    /// - Returns: the task as it is now.
    package mutating func collect() throws(ParallelError) -> TaskRecord {
        guard let sandbox = work.task.sandbox else {
            if isDriven { return work.task }
            if !work.task.state.isEnd { try interrupt("its sandbox was never made") }
            try bringHome()
            return work.task
        }
        guard let status = try backend.status(sandbox) else {
            if isDriven { return work.task }
            try interrupt("its sandbox is gone")
            try bringHome()
            return work.task
        }
        let reported = try work.collect(from: sandbox)
        let isOver = status.state == .ended || status.state == .failedToStart
        if isOver, !isDriven, work.task.worktree == nil {
            let end = try work.judged(ended ?? reported ?? TaskWork.end(without: status), stop: nil)
            try work.end(end, keepsSandbox: false)
            try bringHome()
        }
        return work.task
    }

    /// The end that the list has already; nil where it has none.
    private var ended: TaskEnd? {
        let task = work.task
        guard task.state.isEnd else { return nil }
        return TaskEnd(
            state: task.state, reason: task.reason, exitStatus: task.exitStatus, result: task.result,
            costUSD: task.costUSD, turns: task.turns)
    }

    /// Makes the worktree of a task that was to go on, and that the user wants to have now.
    private mutating func bringHome() throws(ParallelError) {
        if work.task.state == .interrupted, work.task.worktree == nil { try work.bringHome() }
    }

    /// Ends a task that nobody outside knows any more with what has arrived of its work.
    private mutating func interrupt(_ reason: String) throws(ParallelError) {
        try work.change { $0.sandbox = nil }
        if work.task.state.isEnd { return }
        try work.end(TaskEnd(state: .interrupted, reason: reason), keepsSandbox: true)
    }
}
