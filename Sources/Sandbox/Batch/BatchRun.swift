package import Coordinator
internal import Dispatch
internal import Exec
internal import Glibc
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
        var running = 0
        var hasFailed = false
        /// Why no more tasks begin; nil while they do.
        var reason: String?
        var breaker = BatchBreaker()
        /// Whether those that run are to end, too.
        var isBroken = false
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

    /// Milliseconds until a task is tried again whose budget is reserved by others.
    private static let patience: UInt32 = 1_000

    /// Runs every task that has not ended for good. A signal ends the running ones; they can go on later. Where a limit
    /// of the budget is reached, or the API refuses one task after the other, no more tasks begin.
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
        let batch = try list.leave(claimed, reason: state.withLock { $0.reason })
        if let error = state.withLock({ $0.error }) { throw error }
        return batch
    }

    /// Runs one task after the other until none is left.
    private func runTasks() {
        do throws(ParallelError) {
            let coordinator = try Coordinator(context)
            while let id = next() {
                var failure: ParallelError?
                do throws(ParallelError) { try run(id, of: coordinator) } catch { failure = error }
                if end(id, failure) { usleep(Self.patience * 1_000) }
            }
        } catch {
            note(error)
        }
    }

    private func next() -> String? {
        if Interruption.signal != nil { return nil }
        return state.withLock { state in
            guard state.reason == nil, !state.waiting.isEmpty else { return nil }
            state.running += 1
            return state.waiting.removeFirst()
        }
    }

    /// Notes that a task does not run any more.
    /// - Returns: whether it waits until others have ended, which may leave it enough of the budget.
    private func end(_ id: String, _ failure: ParallelError?) -> Bool {
        let isWaiting = state.withLock { state in
            state.running -= 1
            guard let failure, failure.code == .budgetSpent || failure.code == .budgetReserved else { return false }
            if failure.code == .budgetReserved, state.running > 0 {
                state.waiting.insert(id, at: 0)
                return true
            }
            state.reason = state.reason ?? failure.message
            return false
        }
        if !isWaiting, let failure { note(failure) }
        return isWaiting
    }

    private func note(_ error: ParallelError) {
        state.withLock { state in
            // A task that somebody else has taken or ended is no error of the batch, nor one that may not begin now.
            let harmless: [ParallelError.Code] = [.taskDriven, .taskEnded, .budgetSpent, .budgetReserved]
            if !harmless.contains(error.code) { state.error = state.error ?? error }
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
        if failure?.code == .budgetSpent || failure?.code == .budgetReserved, let failure { throw failure }
        note(ended)
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

    /// Notes what the end of a task means for the others.
    private func note(_ ended: TaskRecord) {
        state.withLock { state in
            if batch.isFailFast, [.failed, .timedOut].contains(ended.state) { state.hasFailed = true }
            guard let reason = state.breaker.take(ended.state, reason: ended.reason) else { return }
            if state.waiting.isEmpty, state.running <= 1 { return }
            state.reason = state.reason ?? reason
            state.isBroken = true
        }
    }

    private var isEngineThere: Bool { (try? backend.list(label: TaskRecord.label)) != nil }

    /// Why tasks are to end now; nil where they may go on.
    private var stop: TaskStop? {
        let (hasFailed, broken) = state.withLock { ($0.hasFailed, $0.isBroken ? $0.reason : nil) }
        if hasFailed { return .anotherFailed }
        if let broken { return .batchStopped(broken) }
        return Interruption.signal == nil ? nil : .postponed
    }
}
