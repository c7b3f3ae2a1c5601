import BackendConformance
import Exec
import Files
import Glibc
import JSON
import TestSupport
import Testing

/// A user with a repository, a private engine, our image in it, and a shell script in the place of claude.
final class SandboxFixture {
    let git: GitFixture
    private let data: String
    private let environment: [String: String]

    /// Why there is none; for the name of a skip.
    static let isMissing = Comment(rawValue: PrivateDockerd.whyNot)

    /// - Parameters:
    ///   - claude: the body of the script that stands in for claude.
    ///   - commit: whether the repository has a commit.
    init(claude: String, commit: Bool = true) throws {
        git = try GitFixture(commit: commit)
        data = git.directory.appending("data")
        try Files.writeProgram(git.directory.appending("claude"), StandInClaude.script(claude))
        let socket = try Self.engine.get()
        environment = git.environment.merging([
            "PARALLEL_CC_DATA_DIR": data, "PARALLEL_CC_CLAUDE": git.directory.appending("claude"),
            "ANTHROPIC_API_KEY": "sk-ant-test", "DOCKER_HOST": "unix://" + socket,
        ]) { $1 }
    }

    private static let image = "pcc-runner-test"

    /// The socket of the engine that all tests share, with our image.
    private static let engine = Result {
        let socket = try PrivateDockerd.shared.get().socket
        let directory = TemporaryDirectory()
        let root = directory.appending("root")
        let git = try #require(Executables.find("git", searchPath: "/usr/bin:/bin"))
        let made = try Spawner.run(
            Command(
                BuiltPrograms.package + "/Tests/Support/runner-rootfs",
                arguments: [root, git, BuiltPrograms.path("parallel-cc-runner")],
                environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]))
        guard made.status.isSuccess else { throw FixtureError(made.errorText) }
        try EngineImage.load(root, named: image, into: socket)
        return socket
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
        let child = try ChildProcess(command)
        while !logs.contains(text) {
            if let status = child.wait(milliseconds: 50) { throw FixtureError("it has ended: \(status), \(logs)") }
        }
        return child
    }

    private func command(_ arguments: [String]) -> Command {
        Command(
            BuiltPrograms.path("parallel-cc-sandbox"), arguments: ["sandbox"] + arguments, environment: environment,
            directory: git.root)
    }

    private var logs: String {
        let tasks = DirectoryNames.list(data + "/tasks")
        return tasks.compactMap { Files.read("\(data)/tasks/\($0)/log.jsonl") }.joined()
    }

    /// The only task of the list.
    func task() throws -> JSONValue {
        let answer = try sandbox(["list", "--json"])
        let list = try JSONDocument(answer.output, name: "list").value()?["sessions"]?.elements
        return try #require(list?.first, "\(answer.errorText)")
    }
}
