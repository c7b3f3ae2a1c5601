package import Coordinator
internal import Exec
internal import GitKit
package import HookCore
internal import TaskProtocol

/// One task from its beginning, or from where it was cut off, to its end.
///
/// The sandbox has a name made from the task's id, and the database knows the task before there is a sandbox. So one
/// that was made just before this process was killed is found again.
package struct TaskRun {
    let coordinator: Coordinator
    let backend: any SandboxBackend
    let host: any TaskHost
    private let tasks: TaskList
    private let stop: @Sendable () -> TaskStop?
    var work: TaskWork
    /// What the next Claude may spend, in US dollars; nil: as much as it takes.
    var budget: Double?
    /// The moment at which the task had to end for what it has cost; nil while it may go on.
    var overspentSince: Int64?

    /// The seconds that a runner has to store the work when it is asked to end.
    private static let patience = 30
    /// How often the database is asked whether somebody wants the task's end, in milliseconds.
    private static let interval: Int64 = 1_000
    /// How long a sandbox may report nothing before the engine is asked whether it has ended, in milliseconds.
    private static let silence: Int64 = 5_000

    /// - Parameters:
    ///   - task: as this process has claimed it.
    ///   - stop: why the task is to end by now; nil where it may go on. Called several times a second.
    package init(
        _ task: TaskRecord, of coordinator: Coordinator, backend: any SandboxBackend, host: any TaskHost,
        stop: @escaping @Sendable () -> TaskStop?, watch: @escaping (TaskProgress) -> Void
    ) throws(ParallelError) {
        self.coordinator = coordinator
        self.backend = backend
        self.host = host
        self.stop = stop
        tasks = try TaskList(coordinator)
        work = try TaskWork(task, in: tasks, backend: backend, watch: watch)
    }

    /// Runs the task to its end and brings its work home.
    /// - Returns: the task as it ended. A task that failed is no error.
    /// - Throws: where nothing could be run.
    package mutating func run() throws(ParallelError) -> TaskRecord {
        defer {
            // A sandbox that may go on without this process keeps its way to the model.
            if !work.task.canGoOn || work.task.sandbox == nil { host.close(for: work.task.id) }
        }
        do throws(ParallelError) {
            if work.task.state != .queued {
                // Also where it is to end: its work has to come home first.
                try goOn()
            } else if let stop = try wantedStop() {
                try work.cancel(stop)
            } else {
                try begin()
            }
        } catch  where error.code == .budgetSpent || error.code == .budgetReserved {
            try? work.leave()
            throw error
        } catch {
            let stop = try? wantedStop()
            try? uninterrupted { (work) throws(ParallelError) in try work.fail(error, stop: stop) }
            throw error
        }
        return work.task
    }

    // MARK: - Running

    /// Acts on the runner's reports until the sandbox has ended, and ends the task.
    /// - Parameter start: starts the sandbox, where it does not run.
    mutating func drive(
        _ sandbox: String, start: @escaping @Sendable () throws(ParallelError) -> Void
    ) throws(ParallelError) {
        let log = try OutputLog(work.directory.log)
        work.log = log
        let reports = try follow(sandbox, into: log, start: start)
        var (stopping, nextLook): (TaskStop?, Int64) = (nil, 0)
        var nextQuestion = coordinator.context.uptime() + Self.silence
        while true {
            let now = coordinator.context.uptime()
            if stopping == nil {
                stopping = stop()
                if stopping == nil, now >= nextLook {
                    nextLook = now + Self.interval
                    stopping = try wantedStop()
                    if stopping == nil { stopping = try overspent(at: now) }
                }
                if stopping != nil { end(sandbox) }
            }
            switch reports.next(milliseconds: 200) {
            case .report(let report):
                nextQuestion = now + Self.silence
                try uninterrupted { (work) throws(ParallelError) in try work.take(report, sandbox: sandbox) }
            case .ended(let error): return try finish(sandbox, after: error, stop: stopping)
            case nil where now >= nextQuestion:
                if hasEnded(sandbox) { return try finish(sandbox, after: nil, stop: stopping) }
                nextQuestion = now + Self.silence
            case nil: continue
            }
        }
    }

    /// Whether a sandbox has ended. A connection that was opened just after that, or was lost without a word, never
    /// tells.
    private func hasEnded(_ sandbox: String) -> Bool {
        // An engine that is away tells later.
        guard let status = try? backend.status(sandbox) else { return false }
        return status.state == .ended
    }

    /// Why the task is to end, whoever wants it.
    func wantedStop() throws(ParallelError) -> TaskStop? {
        if let stop = stop() { return stop }
        return try tasks.isStopRequested(of: work.task.id) ? .cancelled : nil
    }

    /// Reads what the sandbox prints on a thread of its own, into the log and the stream, and starts it once nothing is
    /// missed.
    private func follow(
        _ sandbox: String, into log: OutputLog, start: @escaping @Sendable () throws(ParallelError) -> Void
    ) throws(ParallelError) -> ReportStream {
        let (reports, backend) = (ReportStream(), self.backend)
        try inBackground { () throws(ParallelError) in
            try backend.follow(
                sandbox, attached: start,
                receive: { (_, piece) throws(ParallelError) in
                    try log.add(piece)
                    reports.add(piece)
                })
        } end: { error in
            reports.end(error)
        }
        return reports
    }

    /// Asks the sandbox to end. The runner stores the work first. Where it fails, the sandbox's own time ends it.
    private func end(_ sandbox: String, done: @escaping @Sendable (ParallelError?) -> Void = { _ in }) {
        let backend = self.backend
        try? inBackground { () throws(ParallelError) in
            try backend.stop(sandbox, seconds: Self.patience)
        } end: { error in
            done(error)
        }
    }

    private func inBackground(
        _ body: @escaping @Sendable () throws(ParallelError) -> Void,
        end: @escaping @Sendable (ParallelError?) -> Void
    ) throws(ParallelError) {
        let hasStarted = DetachedThread.start {
            do throws(ParallelError) {
                try body()
                end(nil)
            } catch {
                end(error)
            }
        }
        if !hasStarted {
            throw ParallelError(
                .cannotSpawn, operation: "run task", subject: work.task.id, message: "no thread can be started")
        }
    }

    // MARK: - The end

    private mutating func finish(
        _ sandbox: String, after error: ParallelError?, stop: TaskStop?
    ) throws(ParallelError) {
        // It has not begun, or not once more.
        if let error, error.code == .cannotStart { throw error }
        let status = try waitForEnd(sandbox)
        if let error, status.state != .ended { throw error }
        var end: TaskEnd?
        try uninterrupted { (work) throws(ParallelError) in end = try work.collect(from: sandbox) }
        try finish(end ?? TaskWork.end(without: status), stop: stop)
    }

    /// Waits until a sandbox has ended: the connection may have ended before it. Whoever wants the task's end does not
    /// wait for an engine that is away.
    private func waitForEnd(_ sandbox: String) throws(ParallelError) -> SandboxStatus {
        let (outcome, backend) = (Outcome<SandboxStatus>(), self.backend)
        try inBackground { () throws(ParallelError) in
            outcome.set(.success(try backend.waitForEnd(sandbox)))
        } end: { error in
            if let error { outcome.set(.failure(error)) }
        }
        var isStopping = false
        while true {
            if let result = outcome.wait(milliseconds: 200) { return try result.get() }
            guard !isStopping, stop() != nil else { continue }
            isStopping = true
            end(sandbox) { error in
                if let error { outcome.set(.failure(error)) }
            }
        }
    }

    mutating func finish(_ end: TaskEnd, stop: TaskStop? = nil) throws(ParallelError) {
        let end = try work.judged(end, stop: stop)
        let keepsSandbox = work.task.request?.keepsSandbox ?? false
        try uninterrupted { (work) throws(ParallelError) in try work.end(end, keepsSandbox: keepsSandbox) }
    }

    /// Runs `body` to its end, even when a signal has asked this process to stop: the work of a task comes home first.
    private mutating func uninterrupted(
        _ body: (inout TaskWork) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        var failure: ParallelError?
        coordinator.undoing {
            do throws(ParallelError) { try body(&work) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}
