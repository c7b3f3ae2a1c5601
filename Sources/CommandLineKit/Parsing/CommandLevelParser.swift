/// Reads the arguments of one command, up to the name of a subcommand.
struct CommandLevelParser {
    let path: CommandPath
    let arguments: ArgumentSet
    /// The arguments that are recognized among others. A command that captures everything leaves `--help` to the
    /// program that gets the arguments, unless `--help` stands alone.
    private let recognized: ArgumentSet
    /// The arguments that were not read yet.
    private(set) var rest: ArraySlice<String>
    /// The values without an option, in order.
    private var values: [String] = []
    /// The values after `--`.
    private var terminatedValues: [String] = []

    init(command: any ParsableCommand, path: CommandPath, arguments: ArraySlice<String>) {
        self.path = path
        let all = ArgumentSet(of: command, configuration: path.leaf.configuration)
        self.arguments = all
        self.recognized = all.capturesForPassthrough ? ArgumentSet(of: command) : all
        self.rest = arguments
    }

    private var configuration: CommandConfiguration { path.leaf.configuration }

    /// Whether the remaining arguments ask for help, when the line before was wrong.
    var asksForHelp: Bool {
        guard !arguments.capturesForPassthrough else { return false }
        return rest.prefix { $0 != "--" }.contains { arguments.definition(spelled: $0)?.role == .help }
    }

    /// Stores all values, or returns the other command that goes on with `rest`.
    mutating func parse() throws(UsageError) -> CommandLevelOutcome {
        if rest.count == 1, let only = rest.first, let builtIn = builtIn(arguments.definition(spelled: only)) {
            return builtIn
        }
        while let token = rest.popFirst() {
            if let outcome = try consume(token) {
                if case .subcommand = outcome { try storeValues() }
                return outcome
            }
        }
        if values.isEmpty && terminatedValues.isEmpty && !configuration.subcommands.isEmpty {
            if let subcommand = configuration.defaultSubcommand { return .subcommand(subcommand, typed: nil) }
            if arguments.positionals.isEmpty { throw .missingCommand(in: path) }
        }
        try storeValues()
        return .complete
    }

    private mutating func consume(_ token: String) throws(UsageError) -> CommandLevelOutcome? {
        if token == "--" {
            if arguments.capturesForPassthrough { return capture(token) }
            if values.isEmpty, let handedOver = handOver(token) { return handedOver }
            terminatedValues = Array(rest)
            rest = []
            return nil
        }
        return try Self.looksLikeOption(token) ? consumeOption(token) : consumeValue(token)
    }

    /// Whether an argument looks like an option. Negative numbers do, too: they are given after `=` or `--`.
    private static func looksLikeOption(_ token: String) -> Bool { token.hasPrefix("-") && token != "-" }

    /// Takes all arguments from `token` on as values.
    private mutating func capture(_ token: String) -> CommandLevelOutcome? {
        values += [token] + rest
        rest = []
        return nil
    }

    private func builtIn(_ definition: ArgumentDefinition?) -> CommandLevelOutcome? {
        switch definition?.role {
        case .help: .help
        case .version: .version
        default: nil
        }
    }
}

// MARK: Values and subcommands

extension CommandLevelParser {
    private mutating func consumeValue(_ token: String) throws(UsageError) -> CommandLevelOutcome? {
        if values.isEmpty && !configuration.subcommands.isEmpty {
            if let subcommand = path.subcommand(called: token) { return .subcommand(subcommand, typed: token) }
            if token == HelpCommand.name { return .helpCommand(rest) }
            if let handedOver = handOver(token) { return handedOver }
            if arguments.positionals.isEmpty { throw .unknownCommand(token, in: path) }
        }
        if arguments.capturesForPassthrough { return capture(token) }
        values.append(token)
        return nil
    }

    /// Gives `token` and the rest to the default subcommand, if there is one.
    private mutating func handOver(_ token: String) -> CommandLevelOutcome? {
        guard let subcommand = configuration.defaultSubcommand else { return nil }
        rest = [token] + rest
        return .subcommand(subcommand, typed: nil)
    }

    /// Gives the collected values to the positional arguments, then checks that no argument is missing.
    private mutating func storeValues() throws(UsageError) {
        var open = values[...]
        var terminated = terminatedValues[...]
        let positionals = arguments.positionals
        if !positionals.contains(where: { $0.strategy == .postTerminator }) {
            open += terminated
            terminated = []
        }
        for definition in positionals {
            switch definition.strategy {
            case .postTerminator: while let value = terminated.popFirst() { try store(value, in: definition) }
            case _ where definition.isRepeating: while let value = open.popFirst() { try store(value, in: definition) }
            default: if let value = open.popFirst() { try store(value, in: definition) }
            }
        }
        guard open.isEmpty && terminated.isEmpty else { throw .unexpectedArguments(Array(open) + Array(terminated)) }
        let missing = arguments.definitions.filter(\.isMissing)
        guard missing.isEmpty else { throw .missingArguments(missing) }
    }

    private func store(_ value: String, in definition: ArgumentDefinition) throws(UsageError) {
        do {
            try definition.store(value)
        } catch {
            throw .invalidValue(value, for: definition, reason: error)
        }
    }
}

// MARK: Options

extension CommandLevelParser {
    private mutating func consumeOption(_ token: String) throws(UsageError) -> CommandLevelOutcome? {
        let parts = token.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let spelling = String(parts[0])
        let inlineValue = parts.count > 1 ? String(parts[1]) : nil
        if let definition = recognized.definition(spelled: spelling) {
            return try apply(definition, name: spelling, inlineValue: inlineValue)
        }
        guard !token.hasPrefix("--") else { return try consumeUnknown(token, spelling: spelling) }
        let pack: OptionPack
        do {
            pack = try OptionPack(token, arguments: recognized)
        } catch {
            return try consumeUnknown(token, spelling: token.count == 2 ? token : error.spelling)
        }
        for (index, member) in pack.members.enumerated() {
            let isLast = index == pack.members.count - 1
            guard isLast || !member.definition.takesValue else {
                throw .missingValue(for: member.definition, named: member.spelling, next: nil)
            }
            let inline = isLast ? pack.inlineValue : nil
            if let outcome = try apply(member.definition, name: member.spelling, inlineValue: inline) { return outcome }
        }
        return nil
    }

    private mutating func consumeUnknown(
        _ token: String, spelling: String
    ) throws(UsageError) -> CommandLevelOutcome? {
        if arguments.capturesForPassthrough { return capture(token) }
        if let handedOver = handOver(token) { return handedOver }
        let isLongWithOneDash = !token.hasPrefix("--") && arguments.definition(spelled: "-" + token) != nil
        throw isLongWithOneDash ? .missingDash(token) : .unknownOption(spelling, in: arguments, of: path)
    }

    private mutating func apply(
        _ definition: ArgumentDefinition, name: String, inlineValue: String?
    ) throws(UsageError) -> CommandLevelOutcome? {
        guard definition.takesValue else {
            if let inlineValue { throw .unexpectedValue(inlineValue, for: name) }
            try store("", in: definition)
            return builtIn(definition)
        }
        let values = if let inlineValue { [inlineValue] } else { try takeValues(definition, name: name) }
        for value in values { try store(value, in: definition) }
        return nil
    }

    /// Returns the values of an option from the arguments that follow it.
    private mutating func takeValues(
        _ definition: ArgumentDefinition, name: String
    ) throws(UsageError) -> [String] {
        let taken: [String]
        switch definition.strategy {
        case .unconditional: taken = Array(rest.prefix(1))
        case .remaining: taken = Array(rest)
        case .upToNextOption: taken = Array(rest.prefix { !Self.looksLikeOption($0) })
        default: taken = Array(rest.prefix(1).filter { !Self.looksLikeOption($0) })
        }
        guard !taken.isEmpty else { throw .missingValue(for: definition, named: name, next: rest.first) }
        rest = rest.dropFirst(taken.count)
        return taken
    }
}
