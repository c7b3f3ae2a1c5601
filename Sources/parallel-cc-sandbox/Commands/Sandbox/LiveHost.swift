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
        model = try ModelAccess(
            dataDirectory: context.dataDirectory, process: context.process, environment: .current)
    }

    func open(for task: String, in request: inout TaskRequest) {
        request.mounts.append(.init(source: claude, target: "/usr/local/bin/claude"))
        model.open(to: &request)
    }

    func reopen(for task: String) {}

    func close(for task: String) {}

    /// Ends what has been lent.
    func end() { model.close() }
}
