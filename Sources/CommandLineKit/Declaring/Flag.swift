/// A switch without a value: `--name` makes the property `true`.
@propertyWrapper
package struct Flag<Value> {
    private var box: ParsedBox<Value>
    private let name: NameSpecification
    private let help: ArgumentHelp?
    private let set: (ParsedBox<Value>) -> Void

    /// The parsed value: whether the flag was given.
    package var wrappedValue: Value {
        get { box.required }
        set { box = ParsedBox(newValue) }
    }
}

extension Flag where Value == Bool {
    /// A flag that is off unless given. The command line cannot turn it off again.
    package init(wrappedValue: Bool, name: NameSpecification = .long, help: ArgumentHelp? = nil) {
        self.box = ParsedBox(wrappedValue)
        self.name = name
        self.help = help
        self.set = { $0.fill(true) }
    }
}

extension Flag: ArgumentSource {
    func definitions(key: String) -> [ArgumentDefinition] {
        let set = set
        let box = box
        return [
            ArgumentDefinition(
                role: .flag, names: name.names(key: key), help: help ?? ArgumentHelp(), state: box,
                store: { _ in set(box) })
        ]
    }
}
