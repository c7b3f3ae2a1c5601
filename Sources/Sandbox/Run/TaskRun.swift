package import Coordinator
internal import Dispatch
internal import Exec
internal import Files
internal import GitKit
package import HookCore
package import TaskProtocol

/// One task from its beginning to its end.
///
/// The sandbox has a name made from the task's id, and the database knows the task before there is a sandbox. So one
/// that was made just before this process was killed is found again.
package struct TaskRun {
    /// What a watcher is told while the task runs.
    package enum Progress: Sendable {
        case state(TaskRecord)
        case report(TaskReport)
        /// A snapshot did not arrive; the next one is tried.
        case snapshotMissing(ParallelError)
    }

    private let coordinator: Coordinator
    private let tasks: TaskList
    private let backend: any SandboxBackend
    private let watch: (Progress) -> Void
    private var task: TaskRecord
    private let request: TaskRequest
    private let directory: TaskDirectory
    /// The number of the last pack that has arrived. Each needs those before it.
    private var lastPack = 0

    /// The label of every sandbox of ours; its value is the task's id.
    package static let label = "parallel-cc.task"

    /// Adds the task to the list. Nothing has run then.
    package init(
        _ request: TaskRequest, of coordinator: Coordinator, backend: any SandboxBackend,
        watch: @escaping (Progress) -> Void
    ) throws(ParallelError) {
        let id = "t" + String(coordinator.context.now().milliseconds, radix: 36) + coordinator.context.makeSuffix()
        let repository = try coordinator.repository(at: request.directory)
        self.coordinator = coordinator
        self.backend = backend
        self.watch = watch
        self.request = request
        tasks = try TaskList(coordinator)
        directory = TaskDirectory(dataDirectory: coordinator.context.dataDirectory, task: id)
        task = TaskRecord(
            id: id, repository: repository.commonDirectory, directory: repository.workTree, prompt: request.prompt,
            state: .queued, backend: backend.name, image: request.image, branch: request.branch,
            createdAt: coordinator.timestamp)
        try tasks.add(task)
    }

    /// Runs the task to its end and brings its work home.
    /// - Returns: the task as it ended. A task that failed is no error.
    /// - Throws: where nothing could be run.
    package mutating func run() throws(ParallelError) -> TaskRecord {
        do throws(ParallelError) {
            try prepare()
            let end = try drive()
            try bringHome(end)
        } catch {
            try? fail(error)
            throw error
        }
        return task
    }

    // MARK: - Steps

    private mutating func prepare() throws(ParallelError) {
        try change { $0.state = .preparing }
        task.driver = coordinator.context.process
        task.driverBoot = coordinator.context.host.bootID
        guard let image = try backend.image(named: request.image) else {
            throw ParallelError(
                .imageMissing, operation: "prepare sandbox", subject: request.image,
                message: "\(backend.name) has no such image", hint: "parallel-cc sandbox image build")
        }
        try directory.make()
        let state = try coordinator.storeState(
            of: task.directory, as: task.startReference, committedOnly: request.committedOnly,
            reason: "the start of task \(task.id)")
        try change {
            $0.imageID = image
            $0.head = state.head
        }
        let input = TaskInput(coordinator: coordinator, task: task, directory: directory)
        try input.write(request, state: state)
        let sandbox = try backend.create(specification)
        try change { $0.sandbox = sandbox }
        try backend.copyIn(input.files, to: sandbox)
    }

    private var specification: SandboxSpecification {
        var wanted = SandboxSpecification(
            name: "parallel-cc-\(task.id)", image: task.image,
            command: ["parallel-cc-runner", "run", TaskFolder.standardPath])
        wanted.environment = request.environment
        wanted.network = request.network
        wanted.limits = request.limits
        wanted.mounts = request.mounts
        wanted.volumes = [TaskFolder.standardPath, "/workspace"]
        wanted.temporary = ["/tmp": 1 << 30, "/home/claude": 1 << 30]
        wanted.labels = [Self.label: task.id]
        return wanted
    }

    /// Starts the sandbox and follows the runner's reports.
    /// - Returns: the end that the runner reports, or what the engine says where it reports none.
    private mutating func drive() throws(ParallelError) -> TaskEnd {
        guard let sandbox = task.sandbox else { return TaskEnd(state: .failed, reason: "there is no sandbox") }
        let reports = follow(sandbox)
        var isStopping = false
        while true {
            if Interruption.signal != nil, !isStopping {
                isStopping = true
                stop(sandbox)
            }
            switch reports.next(milliseconds: 200) {
            case .report(let report): try take(report, sandbox: sandbox)
            case .ended(let error):
                // The connection may have ended before the sandbox.
                let status = try backend.waitForEnd(sandbox)
                if let error, task.startedAt == nil, status.state != .ended { throw error }
                collect(from: sandbox)
                return try catchUp(sandbox) ?? Self.end(without: status)
            case nil: continue
            }
        }
    }

    /// Starts the sandbox, and reads what it prints on a thread of its own, into the log and the stream.
    private func follow(_ sandbox: String) -> ReportStream {
        let (reports, log, backend) = (ReportStream(), directory.log, self.backend)
        DispatchQueue.global().async {
            do throws(ParallelError) {
                let file = try OutputLog(log)
                try backend.follow(
                    sandbox, attached: { () throws(ParallelError) in try backend.start(sandbox) },
                    receive: { (_, piece) throws(ParallelError) in
                        try file.add(piece)
                        reports.add(piece)
                    })
                reports.end(nil)
            } catch {
                reports.end(error)
            }
        }
        return reports
    }

    /// Asks the sandbox to end. The runner stores the work first.
    private func stop(_ sandbox: String) {
        let backend = self.backend
        DispatchQueue.global().async { try? backend.stop(sandbox, seconds: 30) }
    }

    private mutating func take(_ report: TaskReport, sandbox: String) throws(ParallelError) {
        switch report.event {
        case .began:
            task.startedAt = report.at
            try change { $0.state = .running }
        case .claude(let session, _, _): try change { $0.claudeSession = session }
        case .usage(let turns, let cost, _, _):
            task.turns = turns
            task.costUSD = cost ?? task.costUSD
        case .waiting: try change { $0.state = .waiting }
        case .tool where task.state == .waiting: try change { $0.state = .running }
        case .snapshot(let commit, let references, let pack, _):
            try takeSnapshot(commit, references: references, pack: pack, sandbox: sandbox)
        default: break
        }
        watch(.report(report))
    }

    private mutating func takeSnapshot(
        _ commit: String, references: [String: String], pack: Int?, sandbox: String
    ) throws(ParallelError) {
        let snapshots = TaskSnapshots(coordinator: coordinator, backend: backend, directory: directory)
        do throws(ParallelError) {
            try snapshots.fetch(commit, references: references, pack: pack, of: task, sandbox: sandbox)
        } catch {
            watch(.snapshotMissing(error))
            return
        }
        lastPack = pack ?? lastPack
        try change { $0.snapshot = commit }
    }

    /// Copies the runner's files out of the ended sandbox. The output that was followed may have gaps.
    private func collect(from sandbox: String) {
        let inside = TaskFolder(TaskFolder.standardPath)
        for path in [inside.report, inside.transcript, inside.errors] {
            do throws(ParallelError) {
                try backend.copyOut(path, of: sandbox, into: directory.folder.results)
            } catch {
                // A task that ended early has no transcript.
                if error.code != .fileMissing { watch(.snapshotMissing(error)) }
            }
        }
    }

    /// Takes the snapshots that did not arrive while the task ran.
    /// - Returns: the end that the runner has reported; nil where it has not.
    private mutating func catchUp(_ sandbox: String) throws(ParallelError) -> TaskEnd? {
        var end: TaskEnd?
        for report in TaskReport.list(WholeFile.read(directory.folder.report) ?? []) {
            switch report.event {
            case .ended(let reported): end = reported
            case .snapshot(let commit, let references, let pack, _)
            where pack.map { $0 > lastPack } ?? (commit != task.snapshot):
                try takeSnapshot(commit, references: references, pack: pack, sandbox: sandbox)
            default: break
            }
        }
        return end
    }

    private static func end(without status: SandboxStatus) -> TaskEnd {
        let reason =
            status.isOutOfMemory
            ? "the sandbox had not enough memory"
            : status.exitStatus.map { "the runner ended with status \($0) and reported no end" }
                ?? "the engine ended, and the runner with it"
        return TaskEnd(state: status.exitStatus == nil ? .interrupted : .failed, reason: reason)
    }

    private mutating func bringHome(_ end: TaskEnd) throws(ParallelError) {
        task.exitStatus = end.exitStatus
        task.result = end.result
        task.reason = end.reason
        task.costUSD = end.costUSD ?? task.costUSD
        task.turns = max(end.turns, task.turns)
        var home = Result<WorktreeRecord?, ParallelError>.success(nil)
        let result = TaskResult(coordinator: coordinator, task: task)
        // Also when a signal has asked for the end: the work is done and belongs home.
        coordinator.undoing { home = Result { () throws(ParallelError) in try result.bringHome() } }
        task.worktree = try home.get()?.path ?? task.worktree
        let isHome = task.snapshot != nil || end.state == .failed
        if let sandbox = task.sandbox, !request.keepsSandbox, isHome {
            try backend.remove(sandbox)
            task.sandbox = nil
        }
        try finish(as: end.state)
    }

    private mutating func fail(_ error: ParallelError) throws(ParallelError) {
        task.reason = error.message
        try finish(as: error.code == .interrupted ? .cancelled : .failed)
    }

    private mutating func finish(as state: TaskState) throws(ParallelError) {
        task.endedAt = coordinator.timestamp
        task.driver = nil
        task.driverBoot = nil
        try change { $0.state = state }
    }

    private mutating func change(_ body: (inout TaskRecord) -> Void) throws(ParallelError) {
        let former = task.state
        body(&task)
        try tasks.store(task)
        if task.state != former { watch(.state(task)) }
    }
}
