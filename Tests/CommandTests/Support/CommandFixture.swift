import ClaudeCode
import Exec
import Glibc
import TestSupport

/// Somebody at a prompt: a home, a data directory, the installed programs, and, if wanted, a repository.
final class CommandFixture {
    let git: GitFixture
    var environment: [String: String]
    /// Sees what the programs do with their databases.
    var locks: LockTrace?
    private var sleepers: [Sleeper] = []

    var bin: String { git.directory.appending("bin") }
    var home: String { git.directory.appending("home") }
    let data: String
    var repository: String { git.root }

    /// - Parameter dataInside: whether the data directory lies in the repository, as in a home that is one.
    init(
        initArguments: [String] = [], commit: Bool = true, wrapper: Bool = true, dataInside: Bool = false
    ) throws {
        git = try GitFixture(initArguments: initArguments, commit: commit)
        data = dataInside ? git.root + "/.parallel-cc" : git.directory.appending("data")
        environment = git.environment
        environment["PARALLEL_CC_DATA_DIR"] = data
        environment["SHELL"] = "/bin/bash"
        environment["TMPDIR"] = git.directory.appending("tmp")
        Files.makeDirectories(git.directory.appending("tmp"))
        try Programs.install(into: git.directory.appending("bin"), wrapper: wrapper)
        // Nothing of the machine's own claude may be found.
        let tools = git.directory.appending("tools")
        Files.makeDirectories(tools)
        for tool in ["git", "sh", "readlink", "cat", "mkdir", "sed", "env", "script"] {
            if let path = Executables.find(tool, searchPath: environment["PATH"]) { symlink(path, tools + "/" + tool) }
        }
        environment["PATH"] = tools
    }

    /// Runs parallel-cc to its end.
    @discardableResult
    func run(
        _ arguments: String..., input: String = "", at directory: String? = nil, timeout: Int = 60_000
    ) throws -> Answer {
        try run(arguments, input: input, at: directory, timeout: timeout)
    }

    @discardableResult
    func run(
        _ arguments: [String], input: String = "", at directory: String? = nil, timeout: Int = 60_000
    ) throws -> Answer {
        try start(bin + "/parallel-cc", arguments, input: input, at: directory, timeout: timeout)
    }

    /// Runs the heartbeat hook.
    func hook(_ payload: String) throws -> Answer {
        try start(bin + "/parallel-cc-heartbeat", [], input: payload, at: nil, timeout: 60_000)
    }

    /// Runs a line of shell, with `$P` for parallel-cc.
    func shell(_ line: String) throws -> Answer {
        environment["P"] = bin + "/parallel-cc"
        return try start("/bin/sh", ["-c", line], input: "", at: nil, timeout: 60_000)
    }

    /// Runs a line of shell on a terminal of its own, which gets `keys` typed.
    func terminal(_ line: String, keys: String) throws -> Answer {
        environment["P"] = bin + "/parallel-cc"
        environment["TERM"] = "xterm"
        let script = git.directory.appending("tools") + "/script"
        return try start(
            script, ["--quiet", "--return", "--command", line, "/dev/null"], input: keys, at: nil, timeout: 20_000)
    }

    private func start(
        _ program: String, _ arguments: [String], input: String, at directory: String?, timeout: Int
    ) throws -> Answer {
        let traced = locks?.arguments(program, arguments)
        var command = Command(
            traced == nil ? program : LockTrace.program ?? "strace", arguments: traced ?? arguments,
            environment: environment,
            directory: directory ?? repository)
        command.input = .bytes(Array(input.utf8))
        command.timeoutMilliseconds = timeout
        return Answer(try Spawner.run(command))
    }

    /// A process that sessions can be registered for.
    func process() throws -> Sleeper {
        let sleeper = try Sleeper()
        sleepers.append(sleeper)
        return sleeper
    }

    /// A registered session.
    func session(at directory: String? = nil) throws -> (sleeper: Sleeper, answer: Answer) {
        let sleeper = try process()
        let answer = try run("register", "--repo", directory ?? repository, "--pid", "\(sleeper.pid)", "--json")
        return (sleeper, answer)
    }
}
