/// The status with which a program ends. A command throws it to end without a further message.
package struct ExitCode: Error, RawRepresentable, Hashable, Sendable {
    /// The number that the parent process gets, 0 … 255.
    package let rawValue: Int32

    /// Makes a status from its number.
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// Makes a status from its number.
    package init(_ rawValue: Int32) { self.rawValue = rawValue }

    /// The command succeeded: status 0.
    package static let success = ExitCode(0)
    /// The command failed: status 1.
    package static let failure = ExitCode(1)
    /// The command line was wrong: `EX_USAGE` of sysexits.h, status 64.
    package static let validationFailure = ExitCode(64)

    /// Whether the status means success.
    package var isSuccess: Bool { self == .success }
}
