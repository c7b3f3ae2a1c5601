internal import Coordinator
internal import HookCore
internal import Sandbox
internal import Wiring

/// The host of the running program: its claude, and its way to the model.
struct LiveHost: TaskHost {
    private let claude: String
    private let model: ModelAccess

    /// - Throws: what keeps tasks from being run: no claude, no key.
    init(_ context: CoordinatorContext) throws(ParallelError) {
        claude = try RunnerFiles.claude(.current)
        model = try ModelAccess(dataDirectory: context.dataDirectory, environment: .current)
    }

    func open(for task: String, in request: inout TaskRequest) throws(ParallelError) {
        request.mounts.append(.init(source: claude, target: "/usr/local/bin/claude"))
        try model.open(for: task, in: &request)
    }

    func reopen(for task: String) throws(ParallelError) { try model.reopen(for: task) }

    func close(for task: String) { model.close(for: task) }

    /// Ends what has been lent.
    func end() { model.end() }
}
