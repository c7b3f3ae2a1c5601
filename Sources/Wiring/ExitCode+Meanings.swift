package import CommandLineKit

/// The statuses of `parallel-cc` besides success, failure and wrong use; docs/REFERENCE.md lists them.
extension ExitCode {
    /// Found what was asked for, and it is bad: a conflict, a claim of another session, a part that does not work.
    package static let bad = ExitCode(3)
    /// Busy, try again: `EX_TEMPFAIL` of sysexits.h.
    package static let busy = ExitCode(75)

    /// Ended by a signal, with everything undone; as a shell reports it.
    package static func signaled(_ signal: Int32) -> ExitCode { ExitCode(128 + signal) }
}
