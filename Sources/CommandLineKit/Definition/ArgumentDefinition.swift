/// An argument of one command value: its names, its meaning, and the place of its value.
struct ArgumentDefinition {
    /// The part that an argument plays on the command line.
    enum Role {
        case positional
        case option
        case flag
        /// The `--help` that every command has.
        case help
        /// The `--version` of a command with a version.
        case version
    }

    let role: Role
    var names: [ArgumentName]
    /// The name between angle brackets; empty for flags.
    let valueName: String
    var help: ArgumentHelp
    let strategy: ParsingStrategy
    let isRequired: Bool
    let isRepeating: Bool
    /// The default as help text.
    let defaultText: String?
    let allValues: [String]
    let completion: CompletionKind
    /// The heading of its section in help; nil for the usual one.
    var sectionTitle: String?
    /// Whether a value has arrived; `nil` for built-in flags, which are never stored.
    let state: (any ParsedState)?
    /// Stores one value; flags ignore the text.
    let store: (String) throws -> Void

    /// A positional argument or an option.
    init<Value>(
        role: Role, names: [ArgumentName], valueName: String, help: ArgumentHelp, strategy: ParsingStrategy,
        traits: ValueTraits<Value>, completion: CompletionKind?, box: ParsedBox<Value>
    ) {
        self.role = role
        self.names = names
        self.valueName = valueName
        self.help = help
        self.strategy = strategy
        self.isRequired = traits.initial == nil
        self.isRepeating = traits.isRepeating
        self.defaultText = traits.defaultText
        self.allValues = traits.allValues
        self.completion = completion ?? traits.completion
        self.state = box
        self.store = { try traits.store(box, $0) }
    }

    /// A flag, declared or built in.
    init(
        role: Role, names: [ArgumentName], help: ArgumentHelp, state: (any ParsedState)? = nil,
        store: @escaping (String) throws -> Void = { _ in }
    ) {
        self.role = role
        self.names = names
        self.valueName = ""
        self.help = help
        self.strategy = .next
        self.isRequired = false
        self.isRepeating = false
        self.defaultText = nil
        self.allValues = []
        self.completion = .default
        self.state = state
        self.store = store
    }
}

extension ArgumentDefinition {
    var takesValue: Bool { role == .positional || role == .option }

    var isVisible: Bool { help.visibility == .default }

    /// Whether a required argument has no value yet.
    var isMissing: Bool { isRequired && state?.isSet != true }

    /// The name that messages use: the first long one, else the first.
    var preferredName: ArgumentName? { names.first(where: \.isLong) ?? names.first }

    /// The argument in the form of usage lines and messages: `--repo <path>`, `--json`, `<name>`.
    var synopsis: String {
        guard let name = preferredName else { return "<\(valueName)>" }
        return takesValue ? "\(name.spelling) <\(valueName)>" : name.spelling
    }

    /// All names with the value's name, in the form of the left column of help.
    var label: String {
        if role == .positional { return "<\(valueName)>" }
        let spellings = names.map(\.spelling).joined(separator: ", ")
        return takesValue ? "\(spellings) <\(valueName)>" : spellings
    }

    /// The abstract with values and default.
    var summary: String {
        var notes: [String] = []
        if !allValues.isEmpty { notes.append("values: " + allValues.joined(separator: ", ")) }
        if let defaultText, !defaultText.isEmpty { notes.append("default: \(defaultText)") }
        let note = notes.isEmpty ? "" : "(\(notes.joined(separator: "; ")))"
        return [help.abstract, note].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
