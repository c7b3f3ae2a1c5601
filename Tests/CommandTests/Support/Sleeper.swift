import Glibc
import TestSupport

/// A process that does nothing, for sessions to belong to.
final class Sleeper {
    let pid: pid_t
    private var hasEnded = false

    init() throws {
        var pid: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("600"), nil]
        defer { for argument in arguments { free(argument) } }
        guard posix_spawn(&pid, "/bin/sleep", nil, nil, &arguments, nil) == 0 else {
            throw FixtureError("sleep cannot be started")
        }
        self.pid = pid
    }

    deinit { end() }

    /// Kills it, as nobody expects.
    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
    }
}
