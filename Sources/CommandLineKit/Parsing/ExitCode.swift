/// The status with which a program ends. Thrown to end it without a further message.
package struct ExitCode: Error, RawRepresentable, Hashable, Sendable {
    /// What the parent process sees, 0 … 255.
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    package init(_ rawValue: Int32) { self.rawValue = rawValue }

    /// Done.
    package static let success = ExitCode(0)
    /// Failed.
    package static let failure = ExitCode(1)
    /// The command line was wrong: `EX_USAGE` of sysexits.h.
    package static let validationFailure = ExitCode(64)

    /// Whether it says that all went well.
    package var isSuccess: Bool { self == .success }
}
