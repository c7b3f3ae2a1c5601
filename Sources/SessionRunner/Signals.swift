import CSystem
import Glibc

/// All signals of this process, which are blocked and read one by one.
final class Signals {
    /// The state of signals before, for claude.
    private(set) var former = csystem_signal_state()
    /// Becomes readable when a signal waits.
    let descriptor: Int32

    /// Blocks all signals. The signals that were ignored before stay known (`isIgnored`).
    init?() {
        csystem_signals_take(&former)
        descriptor = csystem_signals_open()
        if descriptor < 0 {
            csystem_signals_give_back(&former)
            return nil
        }
    }

    /// Waits for a signal; nil only when the kernel refuses to give one.
    func next() -> csystem_signal? {
        var taken = csystem_signal()
        return csystem_signals_next(descriptor, &taken) ? taken : nil
    }

    /// Waits until a signal can be taken.
    /// - Returns: false when none came in time.
    func wait(milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// Forgets the signals that have come and were not taken yet.
    func discardWaiting() {
        while wait(milliseconds: 0), next() != nil {}
    }

    /// Restores the former state, before the process becomes another program.
    func giveBack() { csystem_signals_give_back(&former) }

    /// Whether we were started with this signal ignored (nohup, background job): then it is no request to stop.
    func isIgnored(_ number: Int32) -> Bool { csystem_signal_is_ignored(number) }

    /// Stops this process alone, because a child of it was stopped, and returns when it is continued. Does nothing when
    /// a request to continue is pending: the child was or will be continued with us.
    func stopSelf() {
        guard !csystem_signal_is_pending(SIGCONT) else { return }
        kill(getpid(), SIGSTOP)
        // The signal that continued us tells nothing about the next stop.
        csystem_signal_discard(SIGCONT)
    }
}
