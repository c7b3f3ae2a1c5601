/// What came of a child process. A non-zero exit is a result, not an error.
package struct CommandResult: Sendable {
    package let status: ExitStatus
    /// What was captured; empty where the stream was not captured.
    package let output: [UInt8]
    package let errorOutput: [UInt8]
    /// Whether the time limit ended it.
    package let timedOut: Bool
    /// Whether it was ended because it wrote more than it may.
    package let isTooLong: Bool

    /// The captured output as text; invalid UTF-8 is replaced.
    package var text: String { String(decoding: output, as: UTF8.self) }

    /// The captured standard error as text without surrounding white space.
    package var errorText: String {
        var bytes = errorOutput[...]
        while let last = bytes.last, last == 0x0A || last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
