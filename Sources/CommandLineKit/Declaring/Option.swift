/// An option with a value: `--name value`, `--name=value`.
///
/// A property without a default is required, unless its type is optional. Single options given twice keep the last
/// value.
@propertyWrapper
package struct Option<Value> {
    private var box: ParsedBox<Value>
    private let traits: ValueTraits<Value>
    private let name: NameSpecification
    private let strategy: ParsingStrategy
    private let help: ArgumentHelp?
    private let completion: CompletionKind?

    init(
        _ traits: ValueTraits<Value>, name: NameSpecification, strategy: ParsingStrategy, help: ArgumentHelp?,
        completion: CompletionKind?
    ) {
        self.box = ParsedBox(traits.initial)
        self.traits = traits
        self.name = name
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

extension Option: ArgumentSource {
    func definitions(key: String) -> [ArgumentDefinition] {
        let names = name.names(key: key)
        let valueName = help?.valueName ?? names.first(where: \.isLong)?.text ?? key.kebabCased
        return [
            ArgumentDefinition(
                role: .option, names: names, valueName: valueName, help: help ?? ArgumentHelp(), strategy: strategy,
                traits: traits, completion: completion, box: box)
        ]
    }
}
