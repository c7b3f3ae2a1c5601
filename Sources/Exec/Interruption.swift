internal import CSystem
internal import Glibc

/// Ctrl-C and its relatives as a flag, for commands that must undo before they end.
package enum Interruption {
    /// From now on SIGINT, SIGTERM and SIGHUP end no process of ours; they set `signal`, and running children are stopped.
    package static func catchSignals() { csystem_catch_interruptions() }

    /// The signal that asked us to end, if one did; SIGINT where another thread has asked for it.
    package static var signal: Int32? { caught ?? (csystem_requested_interruption() == 0 ? nil : SIGINT) }

    /// The signal that came from outside, if one did.
    package static var caught: Int32? {
        let signal = csystem_interruption()
        return signal == 0 ? nil : signal
    }

    /// Asks, from another thread, what is going on now to stop as if by a signal. The process goes on; whoever asks takes it
    /// back by `withdraw` once it has stopped.
    package static func request() { csystem_request_interruption(SIGINT) }

    package static func withdraw() { csystem_request_interruption(0) }
}
