extension Option {
    /// A list of which at least one value must be given.
    package init<Element: ExpressibleByArgument>(
        name: NameSpecification = .long, parsing: ArrayParsingStrategy = .singleValue, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil
    ) where Value == [Element] {
        self.init(
            .array(.expressible), name: name, strategy: ParsingStrategy(parsing), help: help, completion: completion)
    }

    /// A list with a default, which the first given value replaces.
    package init<Element: ExpressibleByArgument>(
        wrappedValue: [Element], name: NameSpecification = .long, parsing: ArrayParsingStrategy = .singleValue,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == [Element] {
        self.init(
            .array(.expressible, initial: wrappedValue), name: name, strategy: ParsingStrategy(parsing), help: help,
            completion: completion)
    }

    /// A list with a default, each value read by a closure.
    package init<Element>(
        wrappedValue: [Element], name: NameSpecification = .long, parsing: ArrayParsingStrategy = .singleValue,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @escaping (String) throws -> Element
    ) where Value == [Element] {
        self.init(
            .array(.transform(transform), initial: wrappedValue), name: name, strategy: ParsingStrategy(parsing),
            help: help, completion: completion)
    }
}
