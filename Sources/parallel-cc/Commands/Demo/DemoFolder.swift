internal import ClaudeCode
internal import Exec
internal import Files
internal import Glibc
internal import HookCore
internal import Wiring

/// A temporary folder with a home, a data directory, a repository and a stand-in for claude.
struct DemoFolder {
    /// The real path of the folder.
    let root: String
    let environment: [String: String]
    let wrapper: String
    let program: String

    var repository: String { root + "/project" }

    /// Makes the folder and all that is in it.
    /// - Throws: `demo-failed`.
    init() throws(ParallelError) {
        guard let folder = ProgramEnvironment.binaryDirectory, let program = ProgramEnvironment.binary else {
            throw Self.failure("this program cannot be found")
        }
        let outer = ProgramEnvironment.current.environment
        let path = folder + ":" + (outer["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")
        guard let wrapper = Executables.find("claude-parallel", searchPath: path) else {
            throw ParallelError(
                "demo-failed", operation: "demo", subject: folder, message: "claude-parallel is not there",
                hint: "run scripts/install.sh")
        }
        root = try Self.makeRoot(outer["TMPDIR"])
        self.wrapper = wrapper
        self.program = program
        environment = [
            "HOME": root + "/home", "PATH": path, "LANG": outer["LANG"] ?? "C.UTF-8",
            "TMPDIR": outer["TMPDIR"] ?? "/tmp",
            "PARALLEL_CC_DATA_DIR": root + "/data", "PARALLEL_CC_CLAUDE": root + "/stand-in", "DEMO": root,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "Demo",
            "GIT_AUTHOR_EMAIL": "demo@example.invalid", "GIT_COMMITTER_NAME": "Demo",
            "GIT_COMMITTER_EMAIL": "demo@example.invalid",
        ]
        do throws(ParallelError) {
            try furnish()
        } catch {
            clear()
            throw error
        }
    }

    static func failure(_ message: String, cause: String? = nil) -> ParallelError {
        ParallelError(
            "demo-failed", operation: "demo", message: message, hint: "parallel-cc doctor may know why", cause: cause)
    }

    private static func makeRoot(_ folder: String?) throws(ParallelError) -> String {
        var template = Array("\(folder ?? "/tmp")/parallel-cc-demo-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template), let real = realpath(made, nil) else {
            throw failure("no temporary folder could be made", cause: String(cString: strerror(errno)))
        }
        defer { free(real) }
        return String(cString: real)
    }

    private func furnish() throws(ParallelError) {
        for folder in ["home", "project"] { mkdir(root + "/" + folder, 0o700) }
        try write("stand-in", text: Self.standIn, mode: 0o700)
        try write("project/story.txt", text: "Once upon a time\n")
        try write("project/.gitignore", text: "*.log\n")
        try git(["init", "--quiet", "--initial-branch=main"])
        try git(["add", "--all"])
        try git(["commit", "--quiet", "--message=The beginning"])
    }

    /// A script that stands in for claude: it reports where it was started, changes files in the second session, and
    /// waits for the word to end.
    private static let standIn = #"""
        #!/bin/sh
        if [ "$DEMO_NAME" = second ]; then
            echo 'there were two sessions' >>story.txt
            git add story.txt
            echo 'and nobody had committed this line' >>story.txt
            mkdir notes && echo 'nor added this file' >'notes/new idea.txt'
        fi
        printf '%s %s\n' "$$" "$PWD" >"$DEMO/$DEMO_NAME.ready"
        read -r word <"$DEMO/$DEMO_NAME.go"
        """#

    private func write(_ name: String, text: String, mode: UInt32 = 0o600) throws(ParallelError) {
        try AtomicFile.write(Array(text.utf8), to: root + "/" + name, replacing: nil, mode: mode)
    }

    /// Runs git as a user at a prompt would.
    @discardableResult
    func git(_ arguments: [String], at directory: String? = nil) throws(ParallelError) -> String {
        try run("git", arguments: arguments, at: directory ?? repository)
    }

    /// Runs parallel-cc as a user at a prompt would.
    func parallel(_ arguments: [String]) throws(ParallelError) -> String {
        try run(program, arguments: arguments, at: repository)
    }

    private func run(_ name: String, arguments: [String], at directory: String) throws(ParallelError) -> String {
        let result = try Spawner.run(
            Command(name, arguments: arguments, environment: environment, directory: directory))
        guard result.status.isSuccess else {
            let command = ([name] + arguments).joined(separator: " ")
            throw Self.failure("\"\(command)\" ended with status \(result.status.shellCode)", cause: result.errorText)
        }
        return result.text
    }

    /// The content of a file below the folder; nil when there is none.
    func read(_ path: String) -> String? {
        guard let bytes = try? AtomicFile.read(path) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Removes the whole folder, which belongs to the demonstration alone.
    func clear() {
        nftw(root, { path, _, _, _ in path.map { remove($0) } ?? 0 }, 16, Int32(FTW_DEPTH | FTW_PHYS | FTW_MOUNT))
    }
}
