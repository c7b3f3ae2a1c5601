import CSystem
import Glibc

/// The last steps of a runner.
enum Ending {
    /// The time to wait for a release before the user is told, in milliseconds.
    private static let silence: Int64 = 10_000

    /// Gives the lease back, with a release in a session of its own, so that no key of the terminal and no hangup can
    /// interrupt the rescue. The release reports on standard error.
    ///
    /// Returns when the release is done, or when the user or a process asks not to wait any longer (INT, TERM, HUP):
    /// the release then goes on by itself. Signals from before were meant for claude, and are discarded.
    static func release(_ lease: Lease, with program: String, signals: Signals) {
        signals.discardWaiting()
        let arguments = ["release", "--session", lease.sessionID, "--brief"]
        guard
            case .success(let pid) = Child.start(program, arguments: arguments, output: STDERR_FILENO, newSession: true)
        else {
            let hint = "it is released by the next parallel-cc command"
            return RunnerEnvironment.say("parallel-cc: the session could not be released; \(hint)")
        }
        guard let status = wait(for: pid, signals: signals), status != 0, !lease.isMain else { return }
        RunnerEnvironment.say(
            "parallel-cc: this session's work is still in \(lease.worktreePath), or in the trash beside it; "
                + "parallel-cc cleanup goes on")
    }

    /// - Returns: the status of the release in the form of wait(2); nil when it was not waited for.
    private static func wait(for release: pid_t, signals: Signals) -> Int32? {
        let deadline = Deadline(milliseconds: silence)
        var isSaid = false
        while true {
            if case .ended(let status) = Child.reap(release, orphans: true) { return status }
            if !isSaid, !signals.wait(milliseconds: deadline.rest) {
                guard deadline.rest == 0 else { continue }
                RunnerEnvironment.say(
                    "parallel-cc: saving this session's work takes long; Ctrl-C lets it go on by itself")
                isSaid = true
            }
            guard let signal = signals.next() else { return waitPlainly(release) }
            guard endsTheWait(signal.number, signals: signals) else { continue }
            RunnerEnvironment.say("parallel-cc: the session's release goes on by itself; parallel-cc status shows it")
            return nil
        }
    }

    /// Whether a signal ends the wait. Not in a container's first process: its end would also end the release.
    private static func endsTheWait(_ signal: Int32, signals: Signals) -> Bool {
        [SIGINT, SIGTERM, SIGHUP].contains(signal) && !signals.isIgnored(signal) && getpid() != 1
    }

    /// Waits without signals, which cannot be read any more.
    private static func waitPlainly(_ release: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(release, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Ends the process by the signal that ended claude, or returns claude's exit status.
    static func status(like status: Int32) -> Int32 {
        guard !csystem_exited(status) else { return csystem_exit_status(status) }
        return bySignal(csystem_term_signal(status))
    }

    /// Ends the process by a signal, so that a shell's loop around claude ends, too.
    /// - Returns: the exit status that stands for it.
    static func bySignal(_ signal: Int32) -> Int32 {
        csystem_end_by_signal(signal)
        // The first process of a container is not ended by its own signals.
        return 128 + signal
    }
}
