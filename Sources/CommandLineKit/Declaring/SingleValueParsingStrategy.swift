/// How an option with one value finds it.
package enum SingleValueParsingStrategy: Sendable {
    /// The next argument, unless it looks like an option; text that starts with a dash is written `--option=-text`.
    case next
    /// The next argument, whatever it looks like.
    case unconditional
}
