internal import Coordinator
internal import HookCore
internal import TaskProtocol

/// The beginning of a task.
extension TaskRun {
    /// Begins a task for which nothing has been done.
    mutating func begin() throws(ParallelError) {
        var request = try request()
        guard try admit() else { return }
        try work.goOn(isNewAttempt: true)
        let start: CheckoutState
        if let known = request.start {
            start = known
        } else {
            start = try storeStart(request)
            request.start = start
            try work.change { $0.request = request }
        }
        try work.change { $0.head = start.head }
        try makeSandbox(request, state: start)
    }

    /// Returns what the user wants.
    func request() throws(ParallelError) -> TaskRequest {
        guard let request = work.task.request else {
            throw ParallelError(
                .taskEnded, operation: "run task", subject: work.task.id,
                message: "it is a task of an older parallel-cc, which has not stored what is wanted",
                hint: "parallel-cc sandbox download \(work.task.id)")
        }
        return request
    }

    private func storeStart(_ request: TaskRequest) throws(ParallelError) -> CheckoutState {
        let state = try coordinator.storeState(
            of: work.task.directory, as: work.task.startReference, committedOnly: request.committedOnly,
            reason: "the start of task \(work.task.id)")
        if state.privateFiles > 0 {
            work.warn("\(state.privateFiles) changed files stay at home, because only their owner may read them")
        }
        return state
    }

    /// Makes the task's sandbox, fills it, and runs it to its end.
    mutating func makeSandbox(_ request: TaskRequest, state: CheckoutState) throws(ParallelError) {
        var request = request
        let image = try backend.existingImage(request.image)
        try work.change { $0.imageID = image }
        request.claude.maxBudgetUSD = budget
        try host.open(for: work.task.id, in: &request)
        if work.task.attempt > 1 { removeUnused() }
        try work.directory.make(attempt: work.task.attempt)
        let input = TaskInput(coordinator: coordinator, task: work.task, directory: work.directory)
        try input.write(request, state: state)
        let sandbox = try backend.create(specification(request))
        try work.change { $0.sandbox = sandbox }
        try backend.copyIn(input.files, to: sandbox)
        if let stop = try wantedStop() {
            try work.end(TaskEnd(state: stop.verdict.state, reason: stop.verdict.reason), keepsSandbox: false)
        } else {
            let backend = self.backend
            try drive(sandbox) { () throws(ParallelError) in try backend.start(sandbox) }
        }
    }

    /// Removes what an attempt has left that was killed while it made its sandbox: nothing has run in it.
    private func removeUnused() {
        let made = try? backend.list(label: "\(TaskRecord.label)=\(work.task.id)")
        for sandbox in made ?? [] where sandbox.state == .created { try? backend.remove(sandbox.id) }
    }

    private func specification(_ request: TaskRequest) -> SandboxSpecification {
        let task = work.task
        var wanted = SandboxSpecification(
            name: "parallel-cc-\(task.id)" + (task.attempt > 1 ? "-\(task.attempt)" : ""), image: request.image,
            command: ["parallel-cc-runner", "run", TaskFolder.standardPath])
        wanted.environment = request.environment
        wanted.network = request.network
        wanted.limits = request.limits
        wanted.mounts = request.mounts
        wanted.volumes = [TaskFolder.standardPath, "/workspace"]
        wanted.temporary = ["/tmp": 1 << 30, "/home/claude": 1 << 30]
        wanted.labels = [TaskRecord.label: task.id]
        return wanted
    }
}
