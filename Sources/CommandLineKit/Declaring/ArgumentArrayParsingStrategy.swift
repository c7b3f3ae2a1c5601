/// The way in which a positional list gets its values.
package enum ArgumentArrayParsingStrategy: Sendable {
    /// All positional values that earlier arguments left over; options are recognized between them.
    case remaining
    /// The values after `--`.
    case postTerminator
    /// All arguments from the first value or unknown option on, unread: known options, `--help` and `--` included.
    case captureForPassthrough
}
