extension Option where Value: ExpressibleByArgument {
    /// An option that must be given.
    package init(
        name: NameSpecification = .long, parsing: SingleValueParsingStrategy = .next, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil
    ) {
        self.init(
            .single(.expressible), name: name, strategy: ParsingStrategy(parsing), help: help, completion: completion)
    }

    /// An option with a default.
    package init(
        wrappedValue: Value, name: NameSpecification = .long, parsing: SingleValueParsingStrategy = .next,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) {
        self.init(
            .single(.expressible, initial: wrappedValue), name: name, strategy: ParsingStrategy(parsing), help: help,
            completion: completion)
    }
}

extension Option {
    /// An option that must be given, read by a closure. An error of the closure becomes the reason in the message.
    ///
    /// The overload is disfavoured, because a closure for an optional property's wrapped value would fit here as well.
    @_disfavoredOverload
    package init(
        name: NameSpecification = .long, parsing: SingleValueParsingStrategy = .next, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil, transform: @escaping (String) throws -> Value
    ) {
        self.init(
            .single(.transform(transform)), name: name, strategy: ParsingStrategy(parsing), help: help,
            completion: completion)
    }

    /// An option with a default, read by a closure.
    package init(
        wrappedValue: Value, name: NameSpecification = .long, parsing: SingleValueParsingStrategy = .next,
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @escaping (String) throws -> Value
    ) {
        self.init(
            .single(.transform(transform), initial: wrappedValue), name: name, strategy: ParsingStrategy(parsing),
            help: help, completion: completion)
    }
}
