import CSystem
import Glibc

/// The last things a runner does.
enum Ending {
    /// Gives the lease back: in a session of its own, so that no key of the terminal and no hangup can interrupt the rescue.
    /// What it says about the work goes to standard error. All signals to us wait meanwhile.
    static func release(_ sessionID: String, with program: String) {
        let arguments = ["release", "--session", sessionID, "--brief"]
        guard case .success(let pid) = Child.start(program, arguments, output: STDERR_FILENO, newSession: true) else {
            let hint = "it is released by the next parallel-cc command"
            return Surroundings.say("parallel-cc: the session could not be released; \(hint)")
        }
        while waitpid(pid, nil, 0) < 0, errno == EINTR {}
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
