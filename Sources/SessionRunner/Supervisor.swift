import CSystem
import Glibc
import HookCore

/// Stays beside claude while it runs: passes signals on, stops and goes on with it, and learns how it ended.
struct Supervisor {
    private let signals: Signals
    private let claude: pid_t

    init(signals: Signals, claude: pid_t) {
        self.signals = signals
        self.claude = claude
    }

    /// Returns when claude has ended, with its status as wait(2) gives it.
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

    /// The terminal sends its keys (INT, QUIT, TSTP) and changes of size to claude as well, for it is in our process group;
    /// a process that sends a signal means us alone. TERM and HUP always mean the session. What claude sends to its own
    /// group it has got itself.
    private func isForwarded(_ signal: csystem_signal) -> Bool {
        if signal.from_process, signal.sender == claude { return false }
        return signal.from_process || signal.number == SIGTERM || signal.number == SIGHUP
    }

    /// A shell shows a job as stopped only when all its processes are.
    private func stopWithClaude() {
        guard Child.isStopped(claude) else { return }
        signals.stopSelf()
        goOn()
    }

    /// `fg` continues the whole group; `kill -CONT` perhaps only us. Where claude went on and has been stopped again before
    /// we woke, it stays so, and we stop with it.
    private func goOn() {
        if Child.isStopped(claude), !Child.hasNewStop(claude) { kill(claude, SIGCONT) }
    }

    /// Without signals there is still the end to wait for.
    private func waitPlainly() -> Int32 {
        var status: Int32 = 0
        while waitpid(claude, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
