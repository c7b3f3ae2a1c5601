/// The visible parts of one command, for help, documents and completions alike.
struct CommandDescription {
    /// Subcommands under one heading.
    struct Group {
        /// The heading; `nil` for subcommands without one.
        let title: String?
        let paths: [CommandPath]
    }

    let path: CommandPath
    let configuration: CommandConfiguration
    /// The visible positional arguments.
    let positionals: [ArgumentDefinition]
    /// The visible options and flags, built-in ones last.
    let options: [ArgumentDefinition]
    /// The visible subcommands.
    let groups: [Group]

    init(_ path: CommandPath) {
        self.path = path
        let configuration = path.leaf.configuration
        let arguments = ArgumentSet(of: path.leaf.init(), configuration: configuration)
        self.configuration = configuration
        self.positionals = arguments.positionals.filter(\.isVisible)
        self.options = arguments.options.filter(\.isVisible)
        let all =
            [(String?.none, configuration.ungroupedSubcommands)]
            + configuration.groupedSubcommands.map { (.some($0.name), $0.subcommands) }
        self.groups = all.compactMap { title, subcommands in
            let shown = subcommands.filter { $0.configuration.shouldDisplay }
            return shown.isEmpty ? nil : Group(title: title, paths: shown.map { path.appending($0) })
        }
    }

    /// The visible subcommands of all groups.
    var subcommands: [CommandPath] { groups.flatMap(\.paths) }

    /// Returns the options under this heading; `nil` for the usual one.
    func options(in section: String?) -> [ArgumentDefinition] { options.filter { $0.sectionTitle == section } }

    /// The headings of option groups, in order of first use.
    var sections: [String] {
        options.compactMap(\.sectionTitle).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// This command and all visible ones below it, depth first.
    var tree: [CommandDescription] { [self] + subcommands.flatMap { CommandDescription($0).tree } }

    /// The command with the arguments that it takes, on one line.
    var usage: String { usageWords.joined(separator: " ") }

    /// The parts of the usage line; a line is not broken inside of one.
    var usageWords: [String] {
        if let usage = configuration.usage { return usage.split(separator: " ").map(String.init) }
        var words = [path.description] + optionSynopses + positionals.map(Self.positionalSynopsis)
        if !configuration.subcommands.isEmpty {
            words.append(configuration.defaultSubcommand == nil ? "<subcommand>" : "[<subcommand>]")
        }
        return words
    }

    /// The options of the usage line. More than eight optional ones become `[<options>]`.
    private var optionSynopses: [String] {
        let declared = options.filter { $0.role == .option || $0.role == .flag }
        let optional = declared.filter { !$0.isRequired }
        let required = declared.filter(\.isRequired).map(Self.optionSynopsis)
        guard optional.count <= 8 else { return ["[<options>]"] + required }
        return declared.map(Self.optionSynopsis)
    }

    private static func optionSynopsis(_ definition: ArgumentDefinition) -> String {
        let more = definition.isRepeating ? " ..." : ""
        return definition.isRequired ? definition.synopsis + more : "[\(definition.synopsis + more)]"
    }

    private static func positionalSynopsis(_ definition: ArgumentDefinition) -> String {
        let more = definition.isRepeating ? " ..." : ""
        let terminator = definition.strategy == .postTerminator ? "-- " : ""
        let synopsis = terminator + definition.synopsis + more
        return definition.isRequired ? synopsis : "[\(synopsis)]"
    }
}
