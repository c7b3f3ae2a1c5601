package import Coordinator
internal import Dispatch
internal import Exec
package import HookCore
internal import Synchronization
internal import TaskProtocol

/// A batch from its beginning, or from where it was cut off, to its end: some tasks at once, each on a thread of its
/// own.
package final class BatchRun: Sendable {
    private let batch: BatchRecord
    private let context: CoordinatorContext
    private let backend: any SandboxBackend
    private let host: any TaskHost
    private let watch: @Sendable (Int, TaskProgress) -> Void
    private let state = Mutex(State())

    private struct State {
        /// The ids of the tasks that wait, first the next one.
        var waiting: [String] = []
        var hasFailed = false
        var error: ParallelError?
    }

    /// - Parameters:
    ///   - batch: as the list has it.
    ///   - watch: told what happens to the task of a number. Called on several threads.
    package init(
        _ batch: BatchRecord, in context: CoordinatorContext, backend: any SandboxBackend, host: any TaskHost,
        watch: @escaping @Sendable (Int, TaskProgress) -> Void
    ) {
        self.batch = batch
        self.context = context
        self.backend = backend
        self.host = host
        self.watch = watch
    }

    /// Runs every task that has not ended for good. A signal ends the running ones; they can go on later.
    /// - Returns: the batch as it is now. A task that failed is no error.
    /// - Throws: `.taskDriven`, `.taskEnded`; what kept a task from being run or its results from being written, once
    ///   all other tasks have ended.
    package func run() throws(ParallelError) -> BatchRecord {
        let coordinator = try Coordinator(context)
        let list = try BatchList(coordinator)
        let claimed = try list.claim(batch)
        let left = try TaskList(coordinator).all(of: batch).filter(\.canGoOn)
        state.withLock { $0.waiting = left.map(\.id) }
        let ended = DispatchGroup()
        for _ in 0..<min(batch.concurrency, left.count) {
            ended.enter()
            let hasStarted = DetachedThread.start { [self] in
                runTasks()
                ended.leave()
            }
            if !hasStarted { ended.leave() }
        }
        ended.wait()
        let batch = try list.leave(claimed)
        if let error = state.withLock({ $0.error }) { throw error }
        return batch
    }

    /// Runs one task after the other until none is left.
    private func runTasks() {
        do throws(ParallelError) {
            let coordinator = try Coordinator(context)
            while let id = next() {
                do throws(ParallelError) {
                    try run(id, of: coordinator)
                } catch {
                    note(error)
                }
            }
        } catch {
            note(error)
        }
    }

    private func next() -> String? {
        if Interruption.signal != nil { return nil }
        return state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }

    private func note(_ error: ParallelError) {
        state.withLock { state in
            // A task that somebody else has taken or ended is no error of the batch.
            if error.code != .taskDriven, error.code != .taskEnded { state.error = state.error ?? error }
        }
    }

    private func run(_ id: String, of coordinator: Coordinator) throws(ParallelError) {
        let task = try TaskList(coordinator).claim(id)
        let number = task.number ?? 0
        var run = try TaskRun(
            task, of: coordinator, backend: backend, host: host, stop: { [self] in stop },
            watch: { [watch] in watch(number, $0) })
        var failure: ParallelError?
        do throws(ParallelError) {
            _ = try run.run()
        } catch {
            failure = error
        }
        let ended = try TaskList(coordinator).task(id)
        if batch.isFailFast, [.failed, .timedOut].contains(ended.state) { state.withLock { $0.hasFailed = true } }
        coordinator.undoing {
            do throws(ParallelError) {
                try BatchResults(batch).write(ended, in: coordinator)
            } catch {
                note(error)
            }
        }
        guard let failure else { return }
        // Nothing can be begun without the engine. What waits can be once it is back.
        if !isEngineThere { state.withLock { $0.waiting = [] } }
        // A task that failed stands in the report.
        if !ended.state.isEnd { throw failure }
    }

    private var isEngineThere: Bool { (try? backend.list(label: TaskRun.label)) != nil }

    /// Why tasks are to end now; nil where they may go on.
    private var stop: TaskStop? {
        if state.withLock({ $0.hasFailed }) { return .anotherFailed }
        return Interruption.signal == nil ? nil : .postponed
    }
}
