internal import CSystem

/// Ctrl-C and its relatives as a flag, for commands that must undo before they end.
package enum Interruption {
    /// From now on SIGINT, SIGTERM and SIGHUP end no process of ours; they set `signal`, and running children are stopped.
    package static func catchSignals() { csystem_catch_interruptions() }

    /// The signal that asked us to end, if one did.
    package static var signal: Int32? {
        let signal = csystem_interruption()
        return signal == 0 ? nil : signal
    }
}
