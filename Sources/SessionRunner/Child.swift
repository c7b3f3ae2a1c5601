import CSystem
import Glibc
import HookCore

/// A helper program: `parallel-cc` with some arguments, in our own environment.
enum Child {
    /// Starts the program with no input. Returns the pid, or the errno value of the failure.
    static func start(
        _ path: String, arguments: [String], output: Int32, newSession: Bool = false
    ) -> Result<pid_t, SystemFailure> {
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard null >= 0 else { return .failure(SystemFailure(code: errno)) }
        defer { close(null) }
        var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
        argv.append(nil)
        defer { for word in argv { free(word) } }
        var pid: pid_t = 0
        let code = path.withCString { name in
            argv.withUnsafeBufferPointer { list in
                var request = csystem_spawn_request(
                    path: name, argv: list.baseAddress, envp: csystem_environment(), directory: nil,
                    standard_input: null,
                    standard_output: output, standard_error: STDERR_FILENO, new_session: newSession)
                return csystem_spawn(&request, &pid)
            }
        }
        return code == 0 ? .success(pid) : .failure(SystemFailure(code: code))
    }

    /// Returns what happened to `pid` since the last call; nil when nothing did.
    ///
    /// With `orphans`, all other children are reaped as well: the first process of a container inherits them.
    static func reap(_ pid: pid_t, orphans: Bool = false) -> Change? {
        var change: Change?
        var status: Int32 = 0
        while true {
            let reaped = waitpid(orphans ? -1 : pid, &status, WNOHANG | WUNTRACED | WCONTINUED)
            if reaped < 0, errno == EINTR { continue }
            guard reaped > 0 else { return change }
            guard reaped == pid else { continue }
            if csystem_stopped(status) {
                change = .stopped
            } else if csystem_continued(status) {
                change = nil
            } else {
                change = .ended(status)
            }
        }
    }

    /// Whether the process is stopped at this moment; a stop that was reported may be over.
    static func isStopped(_ pid: pid_t) -> Bool { ProcessStat.read(pid: pid)?.isStopped ?? false }

    /// Whether the process has been stopped and `reap` has not yet reported it.
    static func hasNewStop(_ pid: pid_t) -> Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WSTOPPED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
    }

    enum Change {
        case stopped
        /// The child has ended; the value is the status of wait(2).
        case ended(Int32)
    }
}
