internal import Glibc

/// Decides when a child gets which signal.
///
///     state       event                          next        signal
///     running     the time is over, a signal     asked       SIGTERM
///     asked       5 s have passed                killed      SIGKILL
struct ChildStop {
    enum State: Equatable {
        case running
        case asked(StopCause, killAt: Int64)
        case killed(StopCause)
    }

    /// The time that a child has to end by itself, in milliseconds.
    static let patience: Int64 = 5_000

    private(set) var state = State.running

    /// Why the child was stopped; nil where it was not.
    var cause: StopCause? {
        switch state {
        case .running: nil
        case .asked(let cause, _), .killed(let cause): cause
        }
    }

    /// Returns the signal that is due; nil where none is.
    /// - Parameter wanted: the reason to stop, if there is one by now.
    mutating func step(at now: Int64, wanted: StopCause?) -> Int32? {
        switch state {
        case .running:
            guard let wanted else { return nil }
            state = .asked(wanted, killAt: now + Self.patience)
            return SIGTERM
        case .asked(let cause, let killAt):
            guard now >= killAt else { return nil }
            state = .killed(cause)
            return SIGKILL
        case .killed: return nil
        }
    }
}
