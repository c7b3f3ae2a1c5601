internal import Coordinator
internal import Exec
internal import Files
internal import FoundationEssentials
internal import HookCore
internal import ModelProxy
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// The way to the model for sandboxes without a network: the proxy of this user, which adds the key of this command.
/// Usable on any thread, for many tasks.
struct ModelAccess: Sendable {
    private static let inside = "/run/parallel-cc"
    private static let tokenVariable = "ANTHROPIC_AUTH_TOKEN"
    /// The time that a runner may need beyond that of its task, in seconds: it stores the work.
    private static let grace = 600

    private let dataDirectory: String
    private let model: HostModel
    private let folder: ProxyFolder
    private let client: ProxyClient

    /// - Parameter dataDirectory: has the proxy's folder.
    /// - Throws: what keeps tasks from the model, such as a missing key.
    init(dataDirectory: String, environment: ProgramEnvironment) throws(ParallelError) {
        model = try HostModel(environment: environment.environment, directory: environment.place(nil))
        _ = try model.credential()
        self.dataDirectory = dataDirectory
        folder = ProxyFolder(dataDirectory: dataDirectory)
        // Neither key nor anything else of this command's environment goes with it.
        let proxy = Command(
            ProgramEnvironment.binary ?? "parallel-cc-sandbox", arguments: ["proxy"],
            environment: ["PARALLEL_CC_DATA_DIR": dataDirectory], directory: "/")
        client = ProxyClient(folder: folder) { () throws(ParallelError) in try Spawner.startDetached(proxy) }
    }

    /// Lets a task that has no sandbox yet reach the model.
    func open(for task: String, in request: inout TaskRequest) throws(ParallelError) {
        let token = TaskRegistration.makeToken()
        try register(task, token: token, seconds: request.timeoutSeconds)
        request.mounts.append(.init(source: folder.shared, target: Self.inside))
        request.environment["ANTHROPIC_UNIX_SOCKET"] = "\(Self.inside)/\(ProxyFolder.socketName)"
        request.environment["ANTHROPIC_BASE_URL"] = "http://model.invalid"
        request.environment[Self.tokenVariable] = token
    }

    /// Lets a task whose sandbox is there reach the model again, with the token that it has inside.
    func reopen(for task: String) throws(ParallelError) {
        let path = TaskDirectory(dataDirectory: dataDirectory, task: task).folder.order
        guard let bytes = WholeFile.read(path),
            let order = try? JSONDecoder().decode(TaskOrder.self, from: Data(bytes)),
            let token = order.environment[Self.tokenVariable]
        else {
            throw ParallelError(
                .fileUnreadable, operation: "read order", subject: path,
                message: "the token is not to be found with which task \(task) reaches the model")
        }
        try register(task, token: token, seconds: order.timeoutSeconds)
    }

    private func register(_ task: String, token: String, seconds: Int) throws(ParallelError) {
        try client.register(
            TaskRegistration(task: task, token: token, seconds: seconds + Self.grace, model: model))
    }

    /// Takes the model from a task.
    func close(for task: String) { client.remove(task) }

    /// Ends the use of the model by a task that has ended, and that no command drives.
    static func close(for task: TaskRecord, in context: CoordinatorContext) {
        if task.canGoOn || task.isDriven(in: context) { return }
        ProxyClient.remove(task.id, in: ProxyFolder(dataDirectory: context.dataDirectory))
    }

    /// Leaves the proxy.
    func end() { client.end() }
}
