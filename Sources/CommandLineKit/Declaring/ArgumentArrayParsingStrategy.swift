/// How a positional list finds its values.
package enum ArgumentArrayParsingStrategy: Sendable {
    /// All positional values that earlier arguments left over; options are recognized between them.
    case remaining
    /// Only what stands after `--`.
    case postTerminator
    /// Everything from the first value or unknown option on, as it stands: known options, `--help` and `--` included.
    case captureForPassthrough
}
