package import Coordinator
internal import GitKit
internal import GitProgram
package import HookCore
internal import TaskProtocol

/// Makes the rows of new tasks. Nothing of them has run then.
package struct TaskCreation {
    private let coordinator: Coordinator
    private let backend: any SandboxBackend

    package init(_ coordinator: Coordinator, backend: any SandboxBackend) {
        self.coordinator = coordinator
        self.backend = backend
    }

    /// Adds one task to the list.
    /// - Throws: `.imageMissing`, `.budgetSpent`, `.budgetReserved`; what `Coordinator.repository(at:)` throws. Nothing
    ///   was added then.
    package func add(_ request: TaskRequest) throws(ParallelError) -> TaskRecord {
        let task = try task(request, id: "t" + makeID(), image: backend.existingImage(request.image))
        try TaskList(coordinator).add(task, ledger: BudgetLedger(coordinator, repository: task.repository))
        return task
    }

    /// Adds a batch. All of its tasks begin with the state that the checkout has now.
    /// - Parameters:
    ///   - requests: at least one, all of one directory.
    ///   - output: the absolute path of the folder for the results.
    /// - Returns: the batch, and the number of changed files that stay at home because only their owner may read them.
    /// - Throws: `.imageMissing`, and what storing the state throws. Nothing was added then.
    package func addBatch(
        _ requests: [TaskRequest], output: String, concurrency: Int, isFailFast: Bool
    ) throws(ParallelError) -> (batch: BatchRecord, privateFiles: Int) {
        let repository = try coordinator.repository(at: requests[0].directory)
        let name = makeID()
        let id = "b" + name
        var batch = BatchRecord(
            id: id, repository: repository.commonDirectory, directory: repository.workTree, output: output,
            concurrency: concurrency, isFailFast: isFailFast, createdAt: coordinator.timestamp)
        (batch.driver, batch.driverBoot) = (coordinator.context.process, coordinator.context.host.bootID)
        var images: [String: String] = [:]
        for name in Set(requests.map(\.image)) { images[name] = try backend.existingImage(name) }
        let start = try coordinator.storeState(
            of: batch.directory, as: batch.startReference, committedOnly: requests[0].committedOnly,
            reason: "the start of batch \(id)")
        var tasks: [TaskRecord] = []
        for (index, request) in requests.enumerated() {
            var request = request
            request.start = start
            var task = try task(request, id: "t\(name)-\(index + 1)", image: images[request.image] ?? "")
            (task.batch, task.number) = (id, index + 1)
            task.head = start.head
            tasks.append(task)
        }
        if let commit = start.uncommitted ?? start.head {
            let lines = tasks.map { "create \($0.startReference) \(commit)\n" }
            try coordinator.git(batch.repository).run(["update-ref", "--stdin"], input: Array(lines.joined().utf8))
        }
        try TaskList(coordinator).add(tasks, batch: batch)
        return (batch, start.privateFiles)
    }

    private func makeID() -> String {
        String(coordinator.context.now().milliseconds, radix: 36) + coordinator.context.makeSuffix()
    }

    private func task(_ request: TaskRequest, id: String, image: String) throws(ParallelError) -> TaskRecord {
        let repository = try coordinator.repository(at: request.directory)
        var task = TaskRecord(
            id: id, repository: repository.commonDirectory, directory: repository.workTree,
            prompt: request.prompt, state: .queued, backend: backend.name, image: request.image,
            branch: request.branch, createdAt: coordinator.timestamp)
        task.imageID = image
        task.request = request
        task.driver = coordinator.context.process
        task.driverBoot = coordinator.context.host.bootID
        return task
    }
}
