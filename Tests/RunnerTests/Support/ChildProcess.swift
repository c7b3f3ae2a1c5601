import CSystem
import Glibc
import TestSupport

/// A program started by a test in a process group of its own, with its output in files.
final class ChildProcess {
    enum Ending: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    enum Input {
        case null
        case file(String)
        case closed
    }

    let pid: pid_t
    private let base: String
    private var ended = false

    /// `base` names the files for output (`.out`) and errors (`.err`).
    init(
        _ path: String, _ arguments: [String], environment: [String: String], directory: String, base: String,
        input: Input = .null, closesOutput: Bool = false
    ) throws {
        self.base = base
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addchdir_np(&actions, directory)
        switch input {
        case .null: posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        case .file(let file): posix_spawn_file_actions_addopen(&actions, 0, file, O_RDONLY, 0)
        case .closed: posix_spawn_file_actions_addclose(&actions, 0)
        }
        if closesOutput {
            posix_spawn_file_actions_addclose(&actions, 1)
            posix_spawn_file_actions_addclose(&actions, 2)
        } else {
            posix_spawn_file_actions_addopen(&actions, 1, base + ".out", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            posix_spawn_file_actions_addopen(&actions, 2, base + ".err", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        pid = try Self.spawn(path, arguments, environment, &actions)
    }

    deinit {
        guard !ended else { return }
        kill(-pid, SIGKILL)
        waitpid(pid, nil, 0)
    }

    var output: String { String(decoding: TemporaryDirectory.bytes(base + ".out"), as: UTF8.self) }
    var errors: String { String(decoding: TemporaryDirectory.bytes(base + ".err"), as: UTF8.self) }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Waits for the end; kills the group and fails after 30 seconds.
    func wait() throws -> Ending {
        let status = try follow(flags: 0)
        ended = true
        return csystem_exited(status) ? .exit(csystem_exit_status(status)) : .signal(csystem_term_signal(status))
    }

    /// Waits until the process has been stopped by a signal.
    func waitForStop() throws {
        let status = try follow(flags: WUNTRACED)
        guard csystem_stopped(status) else {
            ended = true
            throw TestFailure("ended instead of stopping: \(errors)")
        }
    }

    private func follow(flags: Int32) throws -> Int32 {
        let descriptor = csystem_pidfd_open(pid)
        defer { close(descriptor) }
        for _ in 0..<3000 {
            var status: Int32 = 0
            if waitpid(pid, &status, WNOHANG | flags) == pid { return status }
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            poll(&entry, 1, 10)
        }
        throw TestFailure("\(pid) did not get there in time; it said: \(errors)")
    }

    private static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String: String],
        _ actions: inout posix_spawn_file_actions_t
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in argv + envp { free(word) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, path, &actions, &attributes, &argv, &envp)
        guard code == 0 else { throw TestFailure("cannot start \(path): \(code)") }
        return pid
    }
}
