/// The result of a child process. A non-zero exit is a result, not an error.
package struct CommandResult: Sendable {
    /// The exit code or the signal.
    package let status: ExitStatus
    /// The captured standard output; empty where it was not captured.
    package let output: [UInt8]
    /// The captured standard error; empty where it was not captured.
    package let errorOutput: [UInt8]
    /// Whether the time limit ended the child.
    package let timedOut: Bool
    /// Whether the child was ended because it wrote more than it may.
    package let isTooLong: Bool

    /// The captured output as text; invalid UTF-8 is replaced.
    package var text: String { String(decoding: output, as: UTF8.self) }

    /// The captured output as text without the line break at its end. Other characters that end a line, such as U+2028
    /// or a carriage return, may belong to a name.
    package var line: String { String(decoding: output.last == 0x0A ? output.dropLast() : output[...], as: UTF8.self) }

    /// The captured standard error as text without the white space at its end.
    package var errorText: String {
        var bytes = errorOutput[...]
        while let last = bytes.last, last == 0x0A || last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
