/// A child process as a value: its program, directory, environment and streams.
package struct Command: Sendable {
    /// The source of the child's standard input.
    package enum Input: Sendable {
        case null
        case inherit
        case bytes([UInt8])
        /// An open file, which stays the caller's.
        case descriptor(Int32)
    }

    /// The target of one of the child's output streams.
    package enum Output: Sendable {
        case capture
        case discard
        case inherit
        /// Our own standard error, for children whose output is only meant for the user.
        case standardError
        /// An open file, which stays the caller's.
        case descriptor(Int32)
    }

    /// A path, or a name that is looked up on the child's `PATH`.
    package var executable: String
    /// The arguments after `argv[0]`.
    package var arguments: [String]
    /// The whole environment of the child; nothing is inherited.
    package var environment: [String: String]
    /// The child's working directory; the caller's when nil.
    package var directory: String?
    /// The source of the child's standard input.
    package var input: Input = .null
    /// The target of the child's standard output.
    package var output: Output = .capture
    /// The target of the child's standard error.
    package var error: Output = .capture
    /// Whether the child gets a session of its own, out of reach of the terminal's signals.
    package var newSession = false
    /// Whether a caught interruption (see `Interruption`) ends the child. False for work that undoes something; such a
    /// child should also have a session of its own.
    package var isInterruptible = true
    /// The time that the child may run, in milliseconds; nil is for ever. After that it gets SIGTERM, and SIGKILL 2 s
    /// later.
    package var timeoutMilliseconds: Int?
    /// The number of bytes that the child may write to its standard output, where that is captured. A child that writes
    /// more is ended as if its time were over. Of its standard error no more is kept either, but it may write more.
    package var mostOutput = Int.max

    /// A command with captured output and without input.
    package init(
        _ executable: String, arguments: [String] = [], environment: [String: String], directory: String? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }
}
