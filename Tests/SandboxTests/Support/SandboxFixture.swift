import BackendConformance
import Backends
import Exec
import Files
import Glibc
import JSON
import Sandbox
import TestSupport
import Testing

/// A user with a repository, a private engine, our image in it, and a shell script in the place of claude.
final class SandboxFixture: Sendable {
    let git: GitFixture
    private let data: String
    private let environment: [String: String]

    /// Why there is none; for the name of a skip.
    static let isMissing = Comment(rawValue: PrivateDockerd.whyNot)

    /// - Parameters:
    ///   - claude: the body of the script that stands in for claude.
    ///   - commit: whether the repository has a commit.
    ///   - engine: an engine of the test's own; nil: the one that all tests share.
    ///   - variables: more of the user's environment.
    init(
        claude: String, commit: Bool = true, engine: PrivateDockerd? = nil, variables: [String: String] = [:]
    ) throws {
        git = try GitFixture(commit: commit)
        data = git.directory.appending("data")
        try Files.writeProgram(git.directory.appending("claude"), StandInClaude.script(claude))
        let socket = try engine?.socket ?? Self.engine.get()
        if let engine { try Self.loadImage(into: engine.socket) }
        environment = git.environment.merging([
            "PARALLEL_CC_DATA_DIR": data, "PARALLEL_CC_CLAUDE": git.directory.appending("claude"),
            "ANTHROPIC_API_KEY": "sk-ant-test", "DOCKER_HOST": "unix://" + socket,
        ]) { $1 }.merging(variables) { $1 }
    }

    static let image = "pcc-runner-test"

    /// The socket of the engine that all tests share, with our image.
    private static let engine = Result {
        let socket = try PrivateDockerd.shared.get().socket
        try loadImage(into: socket)
        return socket
    }

    private static func loadImage(into socket: String) throws {
        let directory = TemporaryDirectory()
        let root = directory.appending("root")
        let git = try #require(Executables.find("git", searchPath: "/usr/bin:/bin"))
        let curl = try #require(Executables.find("curl", searchPath: "/usr/bin:/bin"))
        let made = try Spawner.run(
            Command(
                BuiltPrograms.package + "/Tests/Support/runner-rootfs",
                arguments: [root, git, curl, BuiltPrograms.path("parallel-cc-runner")],
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]))
        guard made.status.isSuccess else { throw FixtureError(made.errorText) }
        try EngineImage.load(root, named: image, into: socket)
    }

    /// Runs `parallel-cc sandbox run` to its end.
    func run(_ arguments: String...) throws -> CommandResult {
        try sandbox(["run", "--json", "--image", Self.image, "--prompt", "do it"] + arguments)
    }

    /// Runs `parallel-cc sandbox run --multi` to its end.
    func runBatch(_ arguments: [String]) throws -> CommandResult {
        try sandbox(["run", "--multi", "--json", "--image", Self.image] + arguments)
    }

    /// Runs a command of the group `sandbox`.
    func sandbox(_ arguments: [String]) throws -> CommandResult {
        var command = command(arguments)
        command.timeoutMilliseconds = 60_000
        return try Spawner.run(command)
    }

    /// Starts a task and returns when its log has a text.
    func start(_ arguments: String..., until text: String) throws -> ChildProcess {
        var command = command(["run", "--image", Self.image, "--prompt", "do it"] + arguments)
        (command.output, command.error) = (.discard, .discard)
        return try started(command) { logs.contains(text) }
    }

    /// Starts a command of the group `sandbox`, and returns when Claude has begun so many times in all.
    func startSandbox(_ arguments: [String], until count: Int) throws -> ChildProcess {
        var command = command(arguments)
        (command.output, command.error) = (.discard, .discard)
        return try started(command) { logs.split(separator: "\n").count { $0.contains("\"s1\"") } >= count }
    }

    /// Starts a command of the group `sandbox`.
    func start(_ arguments: [String]) throws -> ChildProcess {
        var command = command(arguments)
        (command.output, command.error) = (.discard, .discard)
        return try ChildProcess(command)
    }

    private func command(_ arguments: [String], group: String = "sandbox") -> Command {
        Command(
            BuiltPrograms.path("parallel-cc-sandbox"), arguments: [group] + arguments, environment: environment,
            directory: git.root)
    }

    // MARK: - Batches

    /// Runs `parallel-cc sandbox run --multi` to its end.
    func batch(_ arguments: String...) throws -> CommandResult {
        try sandbox(["run", "--multi", "--image", Self.image] + arguments)
    }

    /// Runs a command of the group `batch`.
    func batchCommand(_ arguments: [String]) throws -> CommandResult {
        var command = command(arguments, group: "batch")
        command.timeoutMilliseconds = 60_000
        return try Spawner.run(command)
    }

    /// Runs a command of the group `budget`.
    func budget(_ arguments: [String]) throws -> CommandResult {
        try Spawner.run(command(arguments, group: "budget"))
    }

    /// Sets settings of the user.
    func configure(_ settings: [String: String]) throws {
        for (key, value) in settings {
            let result = try Spawner.run(
                Command(
                    BuiltPrograms.path("parallel-cc"), arguments: ["config", "set", key, value],
                    environment: environment, directory: git.root))
            guard result.status.isSuccess else { throw FixtureError(result.errorText) }
        }
    }

    /// The states of a batch's tasks by their numbers.
    func states(_ batch: JSONValue) -> [String] {
        batch["tasks"]?.elements?.compactMap { $0["status"]?.string } ?? []
    }

    /// Starts a batch and returns when Claude has begun in a task.
    /// - Parameter number: the task; nil: returns when a process drives the batch.
    func startBatch(_ arguments: String..., command words: [String]? = nil, until number: Int? = nil) throws
        -> ChildProcess
    {
        var command = self.command(
            words ?? ["run", "--multi", "--image", Self.image] + arguments, group: words == nil ? "sandbox" : "batch")
        (command.output, command.error) = (.discard, .discard)
        return try started(command) { try hasBegun(number) }
    }

    private func hasBegun(_ number: Int?) throws -> Bool {
        let answer = try batchCommand(["status", "--json"])
        // There is no batch at first.
        guard let batch = try JSONDocument(answer.output, name: "batch").value(), answer.status.isSuccess else {
            return false
        }
        guard let number else { return batch["status"]?.string == "running" }
        return batch["tasks"]?.elements?[number - 1]["claudeSessionId"]?.string != nil
    }

    /// Starts a command and waits until it has come as far as wanted. One that gets stuck is ended, and fails the test.
    private func started(_ command: Exec.Command, until isReady: () throws -> Bool) throws -> ChildProcess {
        let child = try ChildProcess(command)
        for _ in 0..<1_200 {
            if try isReady() { return child }
            if let status = child.wait(milliseconds: 50) { throw FixtureError("it has ended: \(status), \(logs)") }
        }
        child.signalGroup(9)
        throw FixtureError("it does not come so far: \(logs)")
    }

    /// Waits for the end of a child. One that gets stuck is ended by SIGKILL.
    func end(of child: ChildProcess) -> Exec.ExitStatus? {
        if let status = child.wait(milliseconds: 60_000) { return status }
        child.signalGroup(9)
        return child.wait(milliseconds: 5_000)
    }

    /// The newest batch as `batch status` shows it.
    func newestBatch() throws -> JSONValue {
        let answer = try batchCommand(["status", "--json"])
        return try #require(try JSONDocument(answer.output, name: "batch").value(), "\(answer.errorText)")
    }

    /// A task of the newest batch by its number.
    func task(_ number: Int) throws -> JSONValue {
        try #require(try newestBatch()["tasks"]?.elements?[number - 1])
    }

    /// The engine, as the programs find it.
    func backend() throws -> any SandboxBackend {
        try Backends.find("docker", environment: environment, home: "/")
    }

    /// Runs a shell command in the sandbox of a task of the newest batch.
    func execute(_ script: String, inTask number: Int) throws {
        let sandbox = try #require(try task(number)["sandboxId"]?.string)
        let backend = try backend()
        let result = try backend.execute(["sh", "-c", script], in: sandbox)
        guard result.exitStatus == 0 else { throw FixtureError(String(decoding: result.errors, as: UTF8.self)) }
    }

    /// The host's own folder of a task.
    func taskFolder(_ id: String) -> String { "\(data)/tasks/\(id)" }

    private var logs: String {
        let tasks = DirectoryNames.list(data + "/tasks")
        return tasks.compactMap { Files.read("\(data)/tasks/\($0)/log.jsonl") }.joined()
    }

    /// The model proxy that commands of this fixture start.
    var modelProxy: StartedModelProxy { StartedModelProxy(dataDirectory: data) }

    /// The only task of the list.
    func task() throws -> JSONValue {
        let answer = try sandbox(["list", "--json"])
        let list = try JSONDocument(answer.output, name: "list").value()?["sessions"]?.elements
        return try #require(list?.first, "\(answer.errorText)")
    }
}
