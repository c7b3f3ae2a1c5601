internal import Coordinator
internal import Exec
internal import Files
internal import Glibc
internal import HookCore
internal import TaskProtocol

/// A task's row and what has arrived of its work: the part that is the same whether this process has started the task
/// or finds it again.
struct TaskWork {
    let coordinator: Coordinator
    let backend: any SandboxBackend
    let directory: TaskDirectory
    let ledger: BudgetLedger
    private let tasks: TaskList
    private let watch: (TaskProgress) -> Void
    private(set) var task: TaskRecord
    /// The number of the last pack that has arrived. Each needs those before it.
    private var lastPack = 0
    /// Whether the last thing that the runner has said of the work is a snapshot that has arrived.
    private var isAllHome = false
    /// Why the newest snapshot has not arrived; nil where it has.
    private var obstacle: ParallelError?
    /// What the present sandbox has cost, as far as it was told.
    private(set) var cost = AttemptCost()
    /// Where what the user is told is written down, too; nil while no sandbox is followed.
    var log: OutputLog?

    /// The errors that another attempt would meet again.
    private static let lasting: Set<ParallelError.Code> = [.cannotStart, .imageMissing, .limitUnsupported, .taskEnded]

    init(
        _ task: TaskRecord, in tasks: TaskList, backend: any SandboxBackend, watch: @escaping (TaskProgress) -> Void
    ) throws(ParallelError) {
        ledger = try BudgetLedger(tasks.coordinator, repository: task.repository)
        coordinator = tasks.coordinator
        directory = TaskDirectory(dataDirectory: coordinator.context.dataDirectory, task: task.id)
        self.backend = backend
        self.tasks = tasks
        self.watch = watch
        self.task = task
    }

    /// Changes the task and stores it.
    mutating func change(_ body: (inout TaskRecord) -> Void) throws(ParallelError) {
        let former = task.state
        body(&task)
        task.state = try tasks.store(task)
        if task.state != former { watch(.state(task)) }
    }

    /// Tells the watcher something that the user should know.
    func warn(_ message: String) {
        let report = TaskReport(at: coordinator.timestamp, event: .warning(message: message))
        if let line = report.line { log?.add(line: line) }
        watch(.report(report))
    }

    /// Acts on one report of the runner.
    mutating func take(_ report: TaskReport, sandbox: String) throws(ParallelError) {
        cost.take(report.event)
        switch report.event {
        case .began:
            try change {
                $0.startedAt = report.at
                $0.state = .running
            }
        case .claude(let session, _, _): try change { $0.claudeSession = session }
        case .usage(let turns, let told, _, _, _):
            task.turns = turns
            if told != nil { try charge() }
        case .waiting: try change { $0.state = .waiting }
        case .tool where task.state == .waiting: try change { $0.state = .running }
        case .snapshot(let commit, let references, let pack, _):
            try takeSnapshot(commit, references: references, pack: pack, sandbox: sandbox)
        case .snapshotFailed: isAllHome = false
        default: break
        }
        watch(.report(report))
    }

    private mutating func takeSnapshot(
        _ commit: String, references: [String: String], pack: Int?, sandbox: String
    ) throws(ParallelError) {
        isAllHome = false
        let snapshots = TaskSnapshots(coordinator: coordinator, backend: backend, directory: directory)
        do throws(ParallelError) {
            try snapshots.fetch(commit, references: references, pack: pack, of: task, sandbox: sandbox)
        } catch {
            obstacle = error
            watch(.snapshotMissing(error))
            return
        }
        lastPack = pack ?? lastPack
        (isAllHome, obstacle) = (true, nil)
        try change { $0.snapshot = commit }
    }

    /// Copies the runner's files out of the sandbox, and takes the snapshots that have not arrived. The output that was
    /// followed may have gaps.
    /// - Returns: the end that the runner has reported; nil where it has not.
    /// - Throws: what keeps the report from coming, such as a full disk: how the task has ended is not known then.
    mutating func collect(from sandbox: String) throws(ParallelError) -> TaskEnd? {
        let inside = TaskFolder(TaskFolder.standardPath)
        for path in [inside.report, inside.transcript, inside.errors] {
            do throws(ParallelError) {
                try backend.copyOut(path, of: sandbox, into: directory.folder.results)
            } catch {
                // A task that ended early has no transcript.
                if error.code == .fileMissing { continue }
                if path == inside.report, error.code != .copyRefused { throw error }
                watch(.snapshotMissing(error))
            }
        }
        var end: TaskEnd?
        let reports = TaskReport.list(WholeFile.read(directory.folder.report) ?? [])
        try take(AttemptCost(reports))
        for report in reports {
            switch report.event {
            case .ended(let reported): end = reported
            case .snapshotFailed: isAllHome = false
            case .snapshot(let commit, let references, let pack, _)
            where pack.map { $0 > lastPack } ?? (commit != task.snapshot):
                try takeSnapshot(commit, references: references, pack: pack, sandbox: sandbox)
            case .snapshot(let commit, _, _, _): isAllHome = commit == task.snapshot
            default: break
            }
        }
        if end == nil { isAllHome = false }
        return end
    }

    /// Takes the cost that a whole file of reports tells.
    private mutating func take(_ collected: AttemptCost) throws(ParallelError) {
        guard !collected.byModel.isEmpty else { return }
        cost = collected
        try charge()
    }

    /// Returns an end that the runner has reported as what it means: only here it is known who has ended the sandbox.
    /// - Parameter stop: why this process has asked for the end; nil where it has not.
    func judged(_ end: TaskEnd, stop: TaskStop?) throws(ParallelError) -> TaskEnd {
        var end = end
        if let stop = try budgetStop(in: end) { (end.state, end.reason) = stop.verdict }
        guard end.state == .cancelled else { return end }
        if let stop {
            (end.state, end.reason) = stop.verdict
        } else if try tasks.isStopRequested(of: task.id) {
            end.reason = nil
        } else {
            (end.state, end.reason) = (.interrupted, "the sandbox was stopped from outside")
        }
        return end
    }

    /// Ends the task: brings its work home, removes the sandbox and stores the end. The work of a task that can go on
    /// waits in the repository.
    ///
    /// The sandbox stays where work may be in it alone: a snapshot has not arrived, or the runner was cut off.
    mutating func end(_ end: TaskEnd, keepsSandbox: Bool) throws(ParallelError) {
        task.exitStatus = end.exitStatus
        task.result = end.result
        task.reason = end.reason
        task.costUSD = task.costUSD ?? end.costUSD
        task.turns = max(end.turns, task.turns)
        if let obstacle, !isAllHome {
            let cause = obstacle.cause ?? obstacle.message
            task.reason = [task.reason, "its newest work is in its sandbox alone: \(cause)"].compactMap { $0 }
                .joined(separator: "; ")
        }
        if end.state != .interrupted { task = TaskResult(coordinator: coordinator, task: task).broughtHome() }
        if let sandbox = task.sandbox, !keepsSandbox, isAllHome || task.startedAt == nil {
            try backend.remove(sandbox)
            task.sandbox = nil
        }
        try finish(as: end.state)
    }

    /// Brings the work of a task home that has ended, and that was to go on.
    mutating func bringHome() throws(ParallelError) {
        task = TaskResult(coordinator: coordinator, task: task).broughtHome()
        try tasks.store(task)
    }

    /// Ends the work of this process on the task because of an error. The task can go on, unless the error says that it
    /// never will. Its sandbox stays: a program may go on in it.
    /// - Parameter stop: why it was asked to end; nil where it was not.
    mutating func fail(_ error: ParallelError, stop: TaskStop?) throws(ParallelError) {
        if let stop, error.code == .interrupted {
            task.reason = stop.verdict.reason
            return try finish(as: stop.verdict.state)
        }
        task.reason = error.cause.map { "\(error.message): \($0)" } ?? error.message
        let isOver = Self.lasting.contains(error.code)
        try finish(as: isOver ? .failed : .interrupted, mayGoOn: !isOver)
    }

    /// Ends a task that has never begun.
    mutating func cancel(_ stop: TaskStop) throws(ParallelError) {
        task.reason = stop.verdict.reason
        try finish(as: stop.verdict.state)
    }

    /// Lets a task go on that was interrupted. It is a new attempt where its sandbox is a new one.
    mutating func goOn(isNewAttempt: Bool) throws(ParallelError) {
        if isNewAttempt {
            if task.state != .queued, task.state != .preparing, task.state != .interrupted {
                try change { $0.state = .interrupted }
            }
            lastPack = 0
            cost = AttemptCost()
        }
        try change {
            $0.reason = nil
            $0.endedAt = nil
            if isNewAttempt {
                $0.state = .preparing
                $0.sandbox = nil
                $0.attempt += 1
            } else if $0.state == .interrupted {
                $0.state = .running
            }
        }
    }

    /// Ends the work of this process on a task that may not begin now, and leaves it as it is.
    mutating func leave() throws(ParallelError) {
        (task.driver, task.driverBoot) = (nil, nil)
        try tasks.store(task)
    }

    /// - Parameter mayGoOn: whether the sandbox may go on without this process, and spend.
    private mutating func finish(as state: TaskState, mayGoOn: Bool = false) throws(ParallelError) {
        if state == .interrupted, !mayGoOn { try ledger.release(task) }
        task.endedAt = coordinator.timestamp
        task.driver = nil
        task.driverBoot = nil
        try change { $0.state = state }
    }

    /// Returns the end of a task whose runner has reported none.
    static func end(without status: SandboxStatus) -> TaskEnd {
        if status.isOutOfMemory {
            return TaskEnd(
                state: .failed, reason: "the sandbox had not enough memory", exitStatus: status.exitStatus)
        }
        guard let exit = status.exitStatus else {
            return TaskEnd(state: .interrupted, reason: "the engine ended, and the runner with it")
        }
        if exit == 128 + SIGKILL {
            return TaskEnd(state: .interrupted, reason: "the sandbox was killed from outside", exitStatus: exit)
        }
        return TaskEnd(
            state: .failed, reason: "the runner ended with status \(exit) and reported no end", exitStatus: exit)
    }
}
