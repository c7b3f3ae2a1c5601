import Glibc
import HookCore
import TestSupport

/// A data directory, and runs of the real hook binary in it.
final class HookFixture {
    let scratch: TemporaryDirectory
    let beats: BeatDirectory
    private var runs = 0

    var dataDirectory: String { scratch.path + "/data dir" }

    init() throws {
        scratch = TemporaryDirectory()
        try scratch.makeFolder("data dir")
        beats = BeatDirectory(dataDirectory: scratch.path + "/data dir")
    }

    /// Runs the hook; fails unless it ends with status 0 and says nothing.
    func beat(
        _ payload: String, claude: pid_t? = getpid(), environment: [String: String] = [:],
        program: String = Binaries.heartbeat, arguments: [String] = [], input: ChildProcess.Input? = nil
    ) throws {
        try beat(
            Array(payload.utf8), claude: claude, environment: environment, program: program, arguments: arguments,
            input: input)
    }

    func beat(
        _ payload: [UInt8], claude: pid_t? = getpid(), environment: [String: String] = [:],
        program: String = Binaries.heartbeat, arguments: [String] = [], input: ChildProcess.Input? = nil
    ) throws {
        runs += 1
        let base = "\(scratch.path)/hook\(runs)"
        try store(payload, at: base)
        var variables = ["PARALLEL_CC_DATA_DIR": dataDirectory, "PATH": "/usr/bin:/bin"]
        if let claude { variables["CLAUDE_PID"] = "\(claude)" }
        let child = try ChildProcess(
            program, arguments, environment: variables.merging(environment) { $1 }, directory: scratch.path,
            base: base, input: input ?? .file(base))
        let ending = try child.wait()
        guard ending == .exit(0), child.output.isEmpty, child.errors.isEmpty else {
            throw TestFailure("\(ending), output \(child.output), errors \(child.errors)")
        }
    }

    /// The beat of a process, this one by default.
    func read(_ pid: pid_t = getpid(), agentID: String? = nil) -> Beat? {
        ProcessIdentity.read(pid: pid).flatMap { beats.read(for: $0, agentID: agentID) }
    }

    /// Makes a process known, as registering does.
    func register(_ pid: pid_t = getpid(), activity: Activity = .starting) throws {
        guard let process = ProcessIdentity.read(pid: pid) else { throw TestFailure("no process \(pid)") }
        try beats.write(Beat(process: process, time: 1, event: "register", activity: activity))
    }

    private func store(_ bytes: [UInt8], at path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw TestFailure("cannot write \(path)") }
            rest = rest.dropFirst(count)
        }
    }
}

extension HookFixture {
    /// A child of the test that only waits; it is killed when it is let go.
    func startSleeper() throws -> ChildProcess {
        try ChildProcess(
            "/bin/sleep", ["1000"], environment: [:], directory: scratch.path, base: "\(scratch.path)/sleeper")
    }
}
