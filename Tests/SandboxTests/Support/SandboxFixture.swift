import BackendConformance
import Exec
import Files
import Glibc
import HookCore
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
    ///   - variables: more of the user's environment.
    init(claude: String, commit: Bool = true, variables: [String: String] = [:]) throws {
        git = try GitFixture(commit: commit)
        data = git.directory.appending("data")
        try Files.writeProgram(git.directory.appending("claude"), StandInClaude.script(claude))
        let socket = try Self.engine.get()
        environment = git.environment.merging([
            "PARALLEL_CC_DATA_DIR": data, "PARALLEL_CC_CLAUDE": git.directory.appending("claude"),
            "ANTHROPIC_API_KEY": "sk-ant-test", "DOCKER_HOST": "unix://" + socket,
        ]) { $1 }.merging(variables) { $1 }
    }

    private static let image = "pcc-runner-test"

    /// The socket of the engine that all tests share, with our image.
    private static let engine = Result {
        let socket = try PrivateDockerd.shared.get().socket
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
        return socket
    }

    /// Runs `parallel-cc sandbox run` to its end.
    func run(_ arguments: String...) throws -> CommandResult {
        try sandbox(["run", "--json", "--image", Self.image, "--prompt", "do it"] + arguments)
    }

    /// Runs a command of the group `sandbox`.
    func sandbox(_ arguments: [String]) throws -> CommandResult {
        var command = command(arguments)
        command.timeoutMilliseconds = 60_000
        return try Spawner.run(command)
    }

    /// Starts a task and returns when its log has a text.
    func start(_ arguments: String..., until text: String) throws -> ChildProcess {
        let child = try start(["run", "--image", Self.image, "--prompt", "do it"] + arguments)
        while !logs.contains(text) {
            if let status = child.wait(milliseconds: 50) { throw FixtureError("it has ended: \(status), \(logs)") }
        }
        return child
    }

    /// Starts a command of the group `sandbox`.
    func start(_ arguments: [String]) throws -> ChildProcess {
        var command = command(arguments)
        (command.output, command.error) = (.discard, .discard)
        return try ChildProcess(command)
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

    /// The lines that the model proxy has logged.
    var modelLog: [Substring] { (Files.read(data + "/model/v1/proxy.log") ?? "").split(separator: "\n") }

    /// Waits until the model proxy has logged one more line with a text.
    /// - Throws: after 30 seconds.
    func awaitModelLog(_ text: String, reason: String) throws {
        let former = modelLog.count { $0.contains(text) }
        for _ in 0..<1_500 {
            if modelLog.count(where: { $0.contains(text) }) > former { return }
            usleep(20_000)
        }
        throw FixtureError("\(reason): \(modelLog)")
    }

    /// Kills the model proxy, which `run` has started.
    func killModelProxy() throws {
        let proxies = modelProxies
        #expect(proxies.count == 1)
        for pid in proxies { kill(pid, SIGKILL) }
    }

    /// What others can read of the model proxy: its command line, its environment, and the files of its folder.
    func everythingAboutTheModel() throws -> String {
        let pid = try #require(modelProxies.first)
        return ["/proc/\(pid)/cmdline", "/proc/\(pid)/environ", data + "/model/v1/proxy.log"].map(Self.text).joined()
    }

    private var modelProxies: [Int32] {
        DirectoryNames.list("/proc").compactMap { Int32($0) }.filter { pid in
            Self.text("/proc/\(pid)/cmdline").hasSuffix("parallel-cc-sandbox\0proxy\0")
                && Self.text("/proc/\(pid)/environ").contains(data + "\0")
        }
    }

    private static func text(_ path: String) -> String {
        FileBytes.read(path, limit: 1 << 20).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The only task of the list.
    func task() throws -> JSONValue {
        let answer = try sandbox(["list", "--json"])
        let list = try JSONDocument(answer.output, name: "list").value()?["sessions"]?.elements
        return try #require(list?.first, "\(answer.errorText)")
    }
}
