/// How an option with a list of values finds them.
package enum ArrayParsingStrategy: Sendable {
    /// One value each time the option is given: `--file a --file b`.
    case singleValue
    /// The same, taking the next argument whatever it looks like.
    case unconditionalSingleValue
    /// All values up to the next option, at least one: `--files a b`.
    case upToNextOption
    /// Everything that follows, options included.
    case remaining
}
