/// The texts of all usage errors.
extension UsageError {
    /// The error for an option that the command does not have.
    static func unknownOption(_ typed: String, in arguments: ArgumentSet, of path: CommandPath) -> UsageError {
        let spellings = arguments.options.filter(\.isVisible).flatMap(\.names).map(\.spelling)
        let message = "Unknown option '\(typed.quotable)'."
        let suggestion = NearestName.nearest(to: typed, among: spellings.filter { $0.hasPrefix("--") })
        let hint = suggestion == nil ? hint(typed, arguments: arguments, at: path) : ""
        return UsageError(.unknownOption, subject: typed, message: message + hint, suggestion: suggestion)
    }

    /// The error for a word that would be an option if it had two dashes.
    static func missingDash(_ typed: String) -> UsageError {
        UsageError(
            .unknownOption, subject: typed, message: "Unknown option '\(typed.quotable)'.", suggestion: "-" + typed)
    }

    private static func hint(_ typed: String, arguments: ArgumentSet, at path: CommandPath) -> String {
        if !arguments.positionals.isEmpty && typed.dropFirst().first?.isNumber == true {
            return " A value that starts with a dash comes after '--'."
        }
        return path.leaf.configuration.subcommands.isEmpty ? "" : " Options of a subcommand come after its name."
    }

    /// The error for a word that is no subcommand of the command at `path`.
    static func unknownCommand(_ typed: String, in path: CommandPath) -> UsageError {
        let configurations = path.leaf.configuration.subcommands.filter {
            $0.configuration.shouldDisplay && !$0.configuration.isDeprecated
        }
        let names = configurations.flatMap { [$0.commandName] + $0.configuration.aliases } + ["help"]
        return UsageError(
            .unknownCommand, subject: typed, message: "'\(path)' has no subcommand '\(typed.quotable)'.",
            suggestion: NearestName.nearest(to: typed, among: names))
    }

    /// The error for a command that does nothing without a subcommand.
    static func missingCommand(in path: CommandPath) -> UsageError {
        UsageError(.missingCommand, message: "'\(path)' needs a subcommand.")
    }

    /// The error for a missing value of `definition`; `next` is the argument in its place.
    static func missingValue(for definition: ArgumentDefinition, named name: String, next: String?) -> UsageError {
        var message = "'\(name) <\(definition.valueName)>' needs a value."
        if let next, next != "--", name.hasPrefix("--") {
            message += " A value that starts with a dash is written '\(name)=\(next.quotable)'."
        }
        return UsageError(.missingValue, subject: name, message: message)
    }

    /// The error for a flag that was written with `=`.
    static func unexpectedValue(_ value: String, for name: String) -> UsageError {
        UsageError(
            .unexpectedValue, subject: name, message: "'\(name)' takes no value, but '\(value.quotable)' was given.")
    }

    /// The error for a text that is no value of `definition`.
    static func invalidValue(_ value: String, for definition: ArgumentDefinition, reason: any Error) -> UsageError {
        let values = definition.allValues
        var message = "The value '\(value.quotable)' is invalid for '\(definition.synopsis)'"
        if let invalid = reason as? InvalidValue {
            let listed = values.isEmpty ? nil : "one of " + values.map { "'\($0)'" }.joined(separator: ", ")
            message += (invalid.expectation ?? listed).map { ": expected \($0)." } ?? "."
        } else {
            message += ": \(reason)"
        }
        return UsageError(
            .invalidValue, subject: definition.synopsis, message: message,
            suggestion: NearestName.nearest(to: value, among: values))
    }

    /// The error for required arguments that were not given.
    static func missingArguments(_ definitions: [ArgumentDefinition]) -> UsageError {
        let synopses = definitions.map(\.synopsis)
        let noun = synopses.count == 1 ? "argument" : "arguments"
        return UsageError(
            .missingArgument, subject: synopses.first ?? "",
            message: "Missing expected \(noun) \(list(synopses)).")
    }

    /// The error for values that no argument takes.
    static func unexpectedArguments(_ values: [String]) -> UsageError {
        let shown = values.prefix(5).map(\.quotable)
        let noun = values.count == 1 ? "Unexpected argument" : "\(values.count) unexpected arguments:"
        let rest = values.count > shown.count ? ", …" : ""
        return UsageError(
            .unexpectedArgument, subject: values.first ?? "", message: "\(noun) \(list(shown))\(rest).")
    }

    /// The error for a complaint of `validate()`.
    static func validation(_ error: ValidationError) -> UsageError {
        UsageError(.validation, message: error.message)
    }

    private static func list(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: ", ") }
}
