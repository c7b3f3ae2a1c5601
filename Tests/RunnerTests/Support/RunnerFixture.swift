import Glibc
import TestSupport

/// A folder with the real runner and wrapper, and stand-ins for `claude` and `parallel-cc`.
final class RunnerFixture {
    let scratch: TemporaryDirectory
    /// What stand-ins tell the test.
    let signpost: Signpost
    private var runs = 0

    /// Where sessions start: a folder that the wrapper takes for a repository.
    var repository: String { scratch.path + "/repo" }
    var worktree: String { scratch.path + "/work tree" }

    init() throws {
        scratch = TemporaryDirectory()
        signpost = try Signpost(scratch.path + "/signpost")
        for folder in ["bin", "repo", "repo/.git", "repo/sub", "work tree", "work tree/sub", "empty"] {
            try scratch.makeFolder(folder)
        }
        // Copies, not links: the runner looks for its companions beside its own file.
        try scratch.install(Binaries.runner, as: "bin/parallel-cc-run")
        try scratch.install(Binaries.scripts + "/claude-parallel", as: "bin/claude-parallel")
        try script(
            "parallel-cc",
            """
            { for word; do printf '%s|' "$word"; done; echo; } >>"$STAGE/calls"
            case $1 in
                register) . "$STAGE/register" ;;
                release) . "$STAGE/release" ;;
                *) printf 'verb %s\\n' "$*" ;;
            esac
            """)
        try register(json: leased())
        try scratch.write("release", "")
        try claude("exit 0")
    }

    /// What the stand-in claude does.
    func claude(_ body: String) throws { try script("claude", body) }

    /// What `parallel-cc register` does.
    func register(_ body: String) throws { try scratch.write("register", body) }

    func register(json: String) throws {
        try scratch.write("answer", json)
        try register("cat \"$STAGE/answer\"")
    }

    /// What `parallel-cc release` does.
    func release(_ body: String) throws { try scratch.write("release", body) }

    /// The answer for a session in the worktree, or in main.
    func leased(main: Bool = false, directory: String? = nil, more: String = "") -> String {
        let place = main ? repository : worktree
        return """
            {"sessionId":"s-1","worktreePath":"\(place)","worktreeName":null,"directory":"\(directory ?? place)",\
            "branch":"parallel-x","isMainRepo":\(main),"parallelSessions":\(main ? 1 : 2)\(more)}

            """
    }

    /// One line for each call of `parallel-cc`, words ended by `|`.
    var calls: [String] { scratch.read("calls").split(separator: "\n").map(String.init) }

    var releases: [String] { calls.filter { $0.hasPrefix("release|") } }

    func start(
        _ program: String = "parallel-cc-run", _ arguments: [String] = [], environment: [String: String] = [:],
        directory: String? = nil, input: ChildProcess.Input = .null, closesOutput: Bool = false
    ) throws -> ChildProcess {
        runs += 1
        return try ChildProcess(
            program.hasPrefix("/") ? program : "\(scratch.path)/bin/\(program)", arguments,
            environment: self.environment.merging(environment) { $1 }, directory: directory ?? repository,
            base: "\(scratch.path)/run\(runs)", input: input, closesOutput: closesOutput)
    }

    /// Starts and waits.
    func run(
        _ program: String = "parallel-cc-run", _ arguments: [String] = [], environment: [String: String] = [:],
        directory: String? = nil, input: ChildProcess.Input = .null, closesOutput: Bool = false
    ) throws -> (ending: ChildProcess.Ending, output: String, errors: String) {
        let child = try start(
            program, arguments, environment: environment, directory: directory, input: input,
            closesOutput: closesOutput)
        let ending = try child.wait()
        return (ending, child.output, child.errors)
    }

    var environment: [String: String] {
        ["PATH": "\(scratch.path)/bin:/usr/bin:/bin", "HOME": scratch.path, "STAGE": scratch.path, "LANG": "C.UTF-8"]
    }

    func script(_ name: String, _ body: String) throws {
        try scratch.writeExecutable("bin/\(name)", "#!/bin/sh\n\(body)\n")
    }
}
