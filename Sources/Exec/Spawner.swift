internal import CSystem
internal import Glibc
package import HookCore

extension ParallelError.Code {
    /// The program does not exist or cannot be started.
    package static let cannotSpawn: Self = "cannot-spawn"
    /// A signal asked the program to end. The unfinished work has been or must be undone.
    package static let interrupted: Self = "interrupted"
}

/// The only way to start child processes.
package enum Spawner {
    /// Runs a command to its end, feeding and draining its streams.
    ///
    /// A caught interruption (see `Interruption`) is passed on to the child as SIGTERM. The call then throws
    /// `.interrupted` after the child has ended, so that no child outlives an undo.
    /// - Throws: `.cannotSpawn` when the program could not be started, `.interrupted`.
    package static func run(_ command: Command) throws(ParallelError) -> CommandResult {
        let pipes = try ChildPipes(command)
        let pid: pid_t
        do {
            pid = try start(command, pipes: pipes)
        } catch {
            pipes.closeAll()
            throw error
        }
        pipes.closeChildEnds()
        var pump = StreamPump(pipes: pipes, command: command)
        let end = pump.run(pid: pid, until: ChildEnd(of: pid))
        let status = reap(pid)
        let wasInterrupted = command.isInterruptible && Interruption.signal != nil && status != .exited(0)
        if end == .interrupted || wasInterrupted {
            throw ParallelError(
                .interrupted, operation: "run", subject: command.executable, message: "interrupted by a signal")
        }
        return CommandResult(
            status: status, output: pump.output, errorOutput: pump.errorOutput, timedOut: end == .timedOut,
            isTooLong: end == .tooLong)
    }

    /// Starts a command and leaves it: it has a session of its own, reads and writes nothing, and outlives this
    /// process.
    /// - Throws: `.cannotSpawn`.
    package static func startDetached(_ command: Command) throws(ParallelError) {
        var command = command
        command.input = .null
        command.output = .discard
        command.error = .discard
        command.newSession = true
        let pipes = try ChildPipes(command)
        defer { pipes.closeAll() }
        _ = try start(command, pipes: pipes)
    }

    static func start(_ command: Command, pipes: ChildPipes) throws(ParallelError) -> pid_t {
        guard let path = Executables.find(command.executable, searchPath: command.environment["PATH"]) else {
            throw ParallelError(
                .cannotSpawn, operation: "start", subject: command.executable, message: "no such program on PATH")
        }
        var pid: pid_t = 0
        let error = withCStrings([command.executable] + command.arguments) { argv in
            withCStrings(command.environment.map { "\($0.key)=\($0.value)" }) { envp in
                path.withCString { path in
                    withOptionalCString(command.directory) { directory in
                        var request = csystem_spawn_request(
                            path: path, argv: argv, envp: envp, directory: directory,
                            standard_input: pipes.childInput, standard_output: pipes.childOutput,
                            standard_error: pipes.childError, new_session: command.newSession)
                        return csystem_spawn(&request, &pid)
                    }
                }
            }
        }
        guard error == 0 else {
            // The program was found, so its working directory is missing.
            let missingDirectory = command.directory.flatMap { access($0, X_OK) == 0 ? nil : $0 }
            throw ParallelError(
                .cannotSpawn, operation: "start \(command.executable)", subject: missingDirectory ?? path,
                message: missingDirectory == nil ? "could not be started" : "its working directory cannot be entered",
                cause: String(cString: strerror(error)))
        }
        return pid
    }

    static func reap(_ pid: pid_t) -> ExitStatus {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return csystem_exited(status)
            ? .exited(csystem_exit_status(status)) : .signaled(csystem_term_signal(status))
    }
}

/// Calls `body` with a NULL-terminated array of C strings that lives as long as the call.
private func withCStrings<Result>(
    _ strings: [String], body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
}

private func withOptionalCString<Result>(_ string: String?, body: (UnsafePointer<CChar>?) -> Result) -> Result {
    guard let string else { return body(nil) }
    return string.withCString { body($0) }
}
