package import Coordinator
internal import Dispatch
internal import Exec
internal import GitKit
package import HookCore
internal import TaskProtocol

/// One task from its beginning to its end.
///
/// The sandbox has a name made from the task's id, and the database knows the task before there is a sandbox. So one
/// that was made just before this process was killed is found again.
package struct TaskRun {
    private let coordinator: Coordinator
    private let backend: any SandboxBackend
    private let request: TaskRequest
    private var work: TaskWork

    /// The label of every sandbox of ours; its value is the task's id.
    package static let label = "parallel-cc.task"

    /// The seconds that a runner has to store the work when it is asked to end.
    private static let patience = 30

    /// Adds the task to the list. Nothing has run then.
    /// - Throws: `.imageMissing`; what `Coordinator.repository(at:)` throws. Nothing was added then.
    package init(
        _ request: TaskRequest, of coordinator: Coordinator, backend: any SandboxBackend,
        watch: @escaping (TaskProgress) -> Void
    ) throws(ParallelError) {
        let id = "t" + String(coordinator.context.now().milliseconds, radix: 36) + coordinator.context.makeSuffix()
        let repository = try coordinator.repository(at: request.directory)
        guard let image = try backend.image(named: request.image) else {
            throw ParallelError(
                .imageMissing, operation: "prepare sandbox", subject: request.image,
                message: "\(backend.name) has no such image", hint: "parallel-cc sandbox image build")
        }
        self.coordinator = coordinator
        self.backend = backend
        self.request = request
        var task = TaskRecord(
            id: id, repository: repository.commonDirectory, directory: repository.workTree, prompt: request.prompt,
            state: .queued, backend: backend.name, image: request.image, branch: request.branch,
            createdAt: coordinator.timestamp)
        task.imageID = image
        task.driver = coordinator.context.process
        task.driverBoot = coordinator.context.host.bootID
        let tasks = try TaskList(coordinator)
        try tasks.add(task)
        work = TaskWork(task, in: tasks, backend: backend, watch: watch)
    }

    /// Runs the task to its end and brings its work home.
    /// - Returns: the task as it ended. A task that failed is no error.
    /// - Throws: where nothing could be run.
    package mutating func run() throws(ParallelError) -> TaskRecord {
        do throws(ParallelError) {
            try prepare()
            try drive()
        } catch {
            try? uninterrupted { (work) throws(ParallelError) in try work.fail(error) }
            throw error
        }
        return work.task
    }

    private mutating func prepare() throws(ParallelError) {
        try work.change { $0.state = .preparing }
        try work.directory.make()
        let state = try coordinator.storeState(
            of: work.task.directory, as: work.task.startReference, committedOnly: request.committedOnly,
            reason: "the start of task \(work.task.id)")
        if state.privateFiles > 0 {
            work.warn("\(state.privateFiles) changed files stay at home, because only their owner may read them")
        }
        try work.change { $0.head = state.head }
        let input = TaskInput(coordinator: coordinator, task: work.task, directory: work.directory)
        try input.write(request, state: state)
        let sandbox = try backend.create(specification)
        try work.change { $0.sandbox = sandbox }
        try backend.copyIn(input.files, to: sandbox)
    }

    private var specification: SandboxSpecification {
        var wanted = SandboxSpecification(
            name: "parallel-cc-\(work.task.id)", image: request.image,
            command: ["parallel-cc-runner", "run", TaskFolder.standardPath])
        wanted.environment = request.environment
        wanted.network = request.network
        wanted.limits = request.limits
        wanted.mounts = request.mounts
        wanted.volumes = [TaskFolder.standardPath, "/workspace"]
        wanted.temporary = ["/tmp": 1 << 30, "/home/claude": 1 << 30]
        wanted.labels = [Self.label: work.task.id]
        return wanted
    }

    /// Starts the sandbox, acts on the runner's reports until it has ended, and ends the task.
    private mutating func drive() throws(ParallelError) {
        guard let sandbox = work.task.sandbox else { return }
        let reports = follow(sandbox)
        var isStopping = false
        while true {
            if Interruption.signal != nil, !isStopping {
                isStopping = true
                stop(sandbox)
            }
            switch reports.next(milliseconds: 200) {
            case .report(let report):
                try uninterrupted { (work) throws(ParallelError) in try work.take(report, sandbox: sandbox) }
            case .ended(let error): return try end(sandbox, after: error)
            case nil: continue
            }
        }
    }

    /// Starts the sandbox, and reads what it prints on a thread of its own, into the log and the stream.
    private func follow(_ sandbox: String) -> ReportStream {
        let (reports, log, backend) = (ReportStream(), work.directory.log, self.backend)
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
        DispatchQueue.global().async { try? backend.stop(sandbox, seconds: Self.patience) }
    }

    private mutating func end(_ sandbox: String, after error: ParallelError?) throws(ParallelError) {
        // The connection may have ended before the sandbox.
        let status = try backend.waitForEnd(sandbox)
        if let error, status.state != .ended { throw error }
        let keepsSandbox = request.keepsSandbox
        try uninterrupted { (work) throws(ParallelError) in
            let end = try work.collect(from: sandbox) ?? TaskWork.end(without: status)
            try work.end(end, keepsSandbox: keepsSandbox)
        }
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
