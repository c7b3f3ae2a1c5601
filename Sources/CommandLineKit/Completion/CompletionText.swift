/// The forms of text in completion scripts.
enum CompletionText {
    /// Returns text as one word of bash or zsh, or of the text inside a zsh specification.
    static func quoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    /// Returns text as one word of fish, where a backslash works inside single quotes.
    static func fishQuoted(_ text: String) -> String {
        "'" + text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
    }

    /// Returns text as part of a function's name. zsh allows dashes there, and finds the function of a program by the
    /// program's name.
    static func identifier(_ text: String, allowsDash: Bool = false) -> String {
        String(
            text.map { $0.isASCII && ($0.isLetter || $0.isNumber) || (allowsDash && $0 == "-") ? $0 : "_" })
    }
}

extension CommandDescription {
    /// The subcommands that are proposed: all but the old names.
    var proposedSubcommands: [CommandPath] { subcommands.filter { !$0.leaf.configuration.isDeprecated } }

    /// All names by which a parent knows this command.
    var allNames: [String] { [path.leaf.commandName] + configuration.aliases }

    /// Whether `help` is understood as a subcommand.
    var hasHelpCommand: Bool {
        !configuration.subcommands.isEmpty && path.subcommand(called: HelpCommand.name) == nil
    }
}
