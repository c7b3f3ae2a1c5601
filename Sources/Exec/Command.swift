/// A child process as a value: what to run, where, with which surroundings.
package struct Command: Sendable {
    /// What the child reads.
    package enum Input: Sendable {
        case null
        case inherit
        case bytes([UInt8])
    }

    /// Where one of the child's output streams goes.
    package enum Output: Sendable {
        case capture
        case discard
        case inherit
        /// Our own standard error: for children whose answer is narration to us.
        case standardError
    }

    /// A path, or a name that is looked up on the child's `PATH`.
    package var executable: String
    /// The arguments after `argv[0]`.
    package var arguments: [String]
    /// The whole environment of the child; nothing is inherited.
    package var environment: [String: String]
    /// The child's working directory; the caller's when nil.
    package var directory: String?
    package var input: Input = .null
    package var output: Output = .capture
    package var error: Output = .capture
    /// Whether the child gets a session of its own, out of reach of the terminal's signals.
    package var newSession = false
    /// Whether a caught interruption (see `Interruption`) ends the child. False for work that takes something back; such
    /// a child should also have a session of its own.
    package var isInterruptible = true
    /// How long the child may run, in milliseconds; nil is for ever. When over, it gets SIGTERM, and SIGKILL after 2 s.
    package var timeoutMilliseconds: Int?
    /// How many bytes the child may write to its standard output, where that is captured. One that writes more is ended as if
    /// its time were over.
    package var mostOutput = Int.max

    package init(
        _ executable: String, arguments: [String] = [], environment: [String: String], directory: String? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }
}
