extension Argument where Value: ExpressibleByArgument {
    /// An argument that must be given.
    package init(help: ArgumentHelp? = nil, completion: CompletionKind? = nil) {
        self.init(.single(.expressible), strategy: .next, help: help, completion: completion)
    }

    /// An argument with a default.
    package init(wrappedValue: Value, help: ArgumentHelp? = nil, completion: CompletionKind? = nil) {
        self.init(.single(.expressible, initial: wrappedValue), strategy: .next, help: help, completion: completion)
    }
}

extension Argument {
    /// An argument that may be left out.
    package init<Wrapped: ExpressibleByArgument>(help: ArgumentHelp? = nil, completion: CompletionKind? = nil)
    where Value == Wrapped? {
        self.init(.optional(.expressible), strategy: .next, help: help, completion: completion)
    }

    /// An argument that may be left out, written with `= nil` or another start value.
    package init<Wrapped: ExpressibleByArgument>(
        wrappedValue: Wrapped?, help: ArgumentHelp? = nil, completion: CompletionKind? = nil
    ) where Value == Wrapped? {
        self.init(.optional(.expressible, initial: wrappedValue), strategy: .next, help: help, completion: completion)
    }

    /// A list of which at least one value must be given.
    package init<Element: ExpressibleByArgument>(
        parsing: ArgumentArrayParsingStrategy = .remaining, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil
    ) where Value == [Element] {
        self.init(.array(.expressible), strategy: ParsingStrategy(parsing), help: help, completion: completion)
    }

    /// A list with a default, which the first given value replaces.
    package init<Element: ExpressibleByArgument>(
        wrappedValue: [Element], parsing: ArgumentArrayParsingStrategy = .remaining, help: ArgumentHelp? = nil,
        completion: CompletionKind? = nil
    ) where Value == [Element] {
        self.init(
            .array(.expressible, initial: wrappedValue), strategy: ParsingStrategy(parsing), help: help,
            completion: completion)
    }

    /// An argument that must be given, read by a closure. An error of the closure becomes the reason in the message.
    package init(
        help: ArgumentHelp? = nil, completion: CompletionKind? = nil, transform: @escaping (String) throws -> Value
    ) {
        self.init(.single(.transform(transform)), strategy: .next, help: help, completion: completion)
    }
}
