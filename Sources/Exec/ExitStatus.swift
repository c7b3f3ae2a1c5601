/// The way in which a process ended.
package enum ExitStatus: Equatable, Sendable {
    case exited(Int32)
    case signaled(Int32)

    /// Whether the process ended by itself with status 0.
    package var isSuccess: Bool { self == .exited(0) }

    /// The number that a shell would show: the exit code, or 128 + the signal.
    package var shellCode: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}
