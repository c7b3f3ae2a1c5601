/// A type whose wrapped properties are command-line arguments.
package protocol ParsableArguments: SendableMetatype {
    /// Makes a value with nothing but defaults; the parser fills it.
    init()

    /// Checks contradictions and ranges, which no single property can check. Called once, after parsing.
    ///
    /// - Throws: `ValidationError` for a mistake of the user's; it is shown with the usage line.
    mutating func validate() throws
}

extension ParsableArguments {
    /// Accepts every value.
    package mutating func validate() throws {}
}
