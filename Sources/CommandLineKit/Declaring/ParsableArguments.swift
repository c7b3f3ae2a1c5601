/// A type whose wrapped properties are command-line arguments.
package protocol ParsableArguments: SendableMetatype {
    /// Makes a value with nothing but defaults; the parser fills it.
    init()

    /// Checks what single properties cannot: contradictions, ranges. Called once, after parsing.
    ///
    /// - Throws: `ValidationError` for a mistake of the user's; it is shown with the usage line.
    mutating func validate() throws
}

extension ParsableArguments {
    package mutating func validate() throws {}
}
