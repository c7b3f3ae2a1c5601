import Glibc
import TestSupport

/// A child process that lives until it is ended, or until the value goes away.
final class Child {
    let pid: pid_t

    init(_ words: [String], directory: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addchdir_np(&actions, directory)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let error = posix_spawnp(&pid, words[0], &actions, nil, arguments, environ)
        guard error == 0 else { throw FixtureError("cannot start \(words[0]): \(String(cString: strerror(error)))") }
        self.pid = pid
    }

    deinit { end() }

    func end() {
        kill(pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    /// Yields until the file is there; the child makes it at once.
    func waitFor(file: String) {
        while !Files.exists(file), kill(pid, 0) == 0 { sched_yield() }
    }
}
