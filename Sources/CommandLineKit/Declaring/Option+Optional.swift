extension Option {
    /// An option that may be left out.
    package init<Wrapped: ExpressibleByArgument>(
        name: NameSpecification = .long, parsing: SingleValueParsingStrategy = .next, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil
    ) where Value == Wrapped? {
        self.init(
            .optional(.expressible), name: name, strategy: ParsingStrategy(parsing), help: help, completion: completion)
    }

    /// An option that may be left out, written with `= nil` or another start value.
    package init<Wrapped: ExpressibleByArgument>(
        wrappedValue: Wrapped?, name: NameSpecification = .long, parsing: SingleValueParsingStrategy = .next,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == Wrapped? {
        self.init(
            .optional(.expressible, initial: wrappedValue), name: name, strategy: ParsingStrategy(parsing), help: help,
            completion: completion)
    }

    /// An option that may be left out, read by a closure.
    package init<Wrapped>(
        name: NameSpecification = .long, parsing: SingleValueParsingStrategy = .next, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil, transform: @escaping (String) throws -> Wrapped
    ) where Value == Wrapped? {
        self.init(
            .optional(.transform(transform)), name: name, strategy: ParsingStrategy(parsing), help: help,
            completion: completion)
    }
}
