/// The arguments of one command value, in the order of their declaration.
struct ArgumentSet {
    private(set) var definitions: [ArgumentDefinition]

    /// Collects the declared arguments of `value`; they write into its boxes.
    init(of value: any ParsableArguments) {
        definitions = Self.sources(of: value).flatMap { key, source in source.definitions(key: key) }
    }

    /// Collects the declared arguments and the built-in flags whose names are still free.
    init(of command: any ParsableCommand, configuration: CommandConfiguration) {
        self.init(of: command)
        if !configuration.version.isEmpty {
            add(
                ArgumentDefinition(
                    role: .version, names: [.short("V", allowsJoined: false), .long("version")],
                    help: "Show the version."))
        }
        let helpNames = configuration.helpNames.names(key: "help")
        add(ArgumentDefinition(role: .help, names: helpNames, help: "Show help information."))
    }

    /// Adds a built-in flag under those of its names that the command does not use itself.
    private mutating func add(_ builtIn: ArgumentDefinition) {
        var copy = builtIn
        let taken = Set(definitions.flatMap(\.names).map(\.spelling))
        copy.names.removeAll { taken.contains($0.spelling) }
        if !copy.names.isEmpty { definitions.append(copy) }
    }

    var positionals: [ArgumentDefinition] { definitions.filter { $0.role == .positional } }

    /// Options and flags, the built-in ones last.
    var options: [ArgumentDefinition] { definitions.filter { $0.role != .positional } }

    /// Whether the first value or unknown option starts a list that takes everything.
    var capturesForPassthrough: Bool {
        definitions.contains { $0.role == .positional && $0.strategy == .captureForPassthrough }
    }

    /// The option with a name of this spelling, dashes included.
    func definition(spelled spelling: String) -> ArgumentDefinition? {
        definitions.first { $0.names.contains { $0.spelling == spelling } }
    }

    /// Runs the checks of all option groups inside `value`, inner ones first.
    static func validateGroups(of value: any ParsableArguments) throws {
        for (_, source) in sources(of: value) { try source.validate() }
    }

    /// The wrapped properties. `Mirror` shows the storage of property `name` as `_name`.
    private static func sources(of value: any ParsableArguments) -> [(key: String, source: any ArgumentSource)] {
        Mirror(reflecting: value).children.compactMap { child in
            guard let source = child.value as? any ArgumentSource, let label = child.label else { return nil }
            return (label.hasPrefix("_") ? String(label.dropFirst()) : label, source)
        }
    }
}
