/// The way in which an option with a list gets its values.
package enum ArrayParsingStrategy: Sendable {
    /// A value each time the option is given: `--file a --file b`.
    case singleValue
    /// A value each time the option is given, even if the next argument looks like an option.
    case unconditionalSingleValue
    /// All values up to the next option, at least one: `--files a b`.
    case upToNextOption
    /// All arguments that follow, options included.
    case remaining
}
