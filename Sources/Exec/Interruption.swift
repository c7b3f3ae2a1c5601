internal import CSystem
internal import Glibc

/// Ctrl-C and similar signals as a flag, for commands that must undo their work before they end.
package enum Interruption {
    /// Catches SIGINT, SIGTERM and SIGHUP from now on. They no longer end this process: they set `signal`, and running
    /// children are stopped.
    package static func catchSignals() { csystem_catch_interruptions() }

    /// The signal that asked this process to end; nil when none has. SIGINT where another thread has asked for the end.
    package static var signal: Int32? { caught ?? (csystem_requested_interruption() == 0 ? nil : SIGINT) }

    /// The signal that came from outside; nil when none has.
    package static var caught: Int32? {
        let signal = csystem_interruption()
        return signal == 0 ? nil : signal
    }

    /// Asks from another thread that the running work stops as if by a signal. The process goes on. The caller calls
    /// `withdraw` once the work has stopped.
    package static func request() { csystem_request_interruption(SIGINT) }

    /// Lets this thread go on whatever other threads request. Signals from outside still end its work.
    package static func ignoreRequests() { csystem_ignore_requested_interruptions() }

    /// Takes back `request`.
    package static func withdraw() { csystem_request_interruption(0) }
}
