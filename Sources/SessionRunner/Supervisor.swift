import CSystem
import Glibc
import HookCore

/// Waits for claude while it runs: passes signals on, stops and continues together with it, and gets its exit status.
struct Supervisor {
    private let signals: Signals
    private let claude: pid_t

    init(signals: Signals, claude: pid_t) {
        self.signals = signals
        self.claude = claude
    }

    /// Returns when claude has ended, with its status in the form of wait(2).
    func run() -> Int32 {
        while true {
            switch Child.reap(claude, orphans: true) {
            case .ended(let status): return status
            case .stopped: stopWithClaude()
            case nil: break
            }
            guard let signal = signals.next() else { return waitPlainly() }
            switch signal.number {
            case SIGCHLD: break
            case SIGCONT: goOn()
            default: if isForwarded(signal) { kill(claude, signal.number) }
            }
        }
    }

    /// Whether a signal goes to claude. The terminal sends its keys (INT, QUIT, TSTP) and changes of size to claude as
    /// well, for it is in our process group; a process that sends a signal means us alone. TERM and HUP always mean the
    /// session. A signal that claude sends to its own group has reached claude already.
    private func isForwarded(_ signal: csystem_signal) -> Bool {
        if signal.from_process, signal.sender == claude { return false }
        return signal.from_process || signal.number == SIGTERM || signal.number == SIGHUP
    }

    /// Stops us when claude is stopped: a shell shows a job as stopped only when all its processes are.
    private func stopWithClaude() {
        guard Child.isStopped(claude) else { return }
        signals.stopSelf()
        goOn()
    }

    /// Continues claude: `fg` continues the whole group, `kill -CONT` perhaps only us. A claude that went on and was
    /// stopped again before we woke stays stopped, and we stop with it.
    private func goOn() {
        if Child.isStopped(claude), !Child.hasNewStop(claude) { kill(claude, SIGCONT) }
    }

    /// Waits without signals, which cannot be read any more.
    private func waitPlainly() -> Int32 {
        var status: Int32 = 0
        while waitpid(claude, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
