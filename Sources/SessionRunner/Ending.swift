import CSystem
import Glibc

/// The last things a runner does.
enum Ending {
    /// How long to wait for a release without a word, in milliseconds.
    private static let silence: Int64 = 10_000

    /// Gives the lease back: in a session of its own, so that no key of the terminal and no hangup can interrupt the rescue.
    /// What it says about the work goes to standard error.
    ///
    /// Returns when it is done, or when somebody does not want to wait for it any longer (INT, TERM, HUP): then it goes on
    /// by itself. What was sent before, was meant for claude.
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
            "parallel-cc: this session's work is still in \(lease.worktreePath); parallel-cc cleanup goes on")
    }

    /// - Returns: how it ended, in the form of wait(2); nil when it was not waited for.
    private static func wait(for release: pid_t, signals: Signals) -> Int32? {
        let patience = Deadline(milliseconds: silence)
        var isSaid = false
        while true {
            if case .ended(let status) = Child.reap(release, orphans: true) { return status }
            if !isSaid, !signals.wait(milliseconds: patience.rest) {
                guard patience.rest == 0 else { continue }
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

    /// The end of a container's first process would end the release too.
    private static func endsTheWait(_ signal: Int32, signals: Signals) -> Bool {
        [SIGINT, SIGTERM, SIGHUP].contains(signal) && !signals.isIgnored(signal) && getpid() != 1
    }

    /// Without signals there is still the end to wait for.
    private static func waitPlainly(_ release: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(release, &status, 0) < 0, errno == EINTR {}
        return status
    }

    /// Ends as claude did: by the same signal, or returns the same exit status.
    static func status(like status: Int32) -> Int32 {
        guard !csystem_exited(status) else { return csystem_exit_status(status) }
        let signal = csystem_term_signal(status)
        csystem_end_by_signal(signal)
        // The first process of a container is not ended by its own signals.
        return 128 + signal
    }
}
