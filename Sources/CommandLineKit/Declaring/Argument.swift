/// A positional argument. Such arguments are filled in the order in which they are declared.
///
/// A property without a default is required, unless its type is optional. A list comes last.
@propertyWrapper
package struct Argument<Value> {
    private var box: ParsedBox<Value>
    private let traits: ValueTraits<Value>
    private let strategy: ParsingStrategy
    private let help: ArgumentHelp?
    private let completion: CompletionKind?

    init(
        _ traits: ValueTraits<Value>, strategy: ParsingStrategy, help: ArgumentHelp?, completion: CompletionKind?
    ) {
        self.box = ParsedBox(traits.initial)
        self.traits = traits
        self.strategy = strategy
        self.help = help
        self.completion = completion
    }

    /// The parsed value.
    ///
    /// - Precondition: the command was made by the parser, or the property has a default.
    package var wrappedValue: Value {
        get { box.required }
        set { box = ParsedBox(newValue) }
    }
}

extension Argument: ArgumentSource {
    func definitions(key: String) -> [ArgumentDefinition] {
        [
            ArgumentDefinition(
                role: .positional, names: [], valueName: help?.valueName ?? key.kebabCased,
                help: help ?? ArgumentHelp(), strategy: strategy, traits: traits, completion: completion, box: box)
        ]
    }
}
