/// The way in which an option gets its single value.
package enum SingleValueParsingStrategy: Sendable {
    /// The next argument, unless it looks like an option; text that starts with a dash is written `--option=-text`.
    case next
    /// The next argument, even if it looks like an option.
    case unconditional
}
