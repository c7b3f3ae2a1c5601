/// The name, the texts and the subcommands of a command.
package struct CommandConfiguration: Sendable {
    /// The mark with which the abstract of an old name starts. Such names are listed, but never proposed.
    package static let deprecationMark = "[DEPRECATED]"

    /// The name on the command line; `nil` takes the type's name in kebab case.
    package var commandName: String?
    /// A sentence about the command.
    package var abstract: String
    /// A usage line of the author's own, instead of the generated one; without the word "usage".
    package var usage: String?
    /// Further paragraphs.
    package var discussion: String
    /// The version that `-V` and `--version` of this very command (not of its subcommands) report; empty for none.
    package var version: String
    /// Whether the command is listed in its parent's help, in documents and in completions. It is accepted in any case.
    package var shouldDisplay: Bool
    /// The subcommands without a heading of their own.
    package var ungroupedSubcommands: [any ParsableCommand.Type]
    /// The subcommands with a heading, by heading.
    package var groupedSubcommands: [CommandGroup]
    /// The subcommand that gets the arguments when none is named.
    package var defaultSubcommand: (any ParsableCommand.Type)?
    /// Further names, accepted like the first.
    package var aliases: [String]
    /// The names of the help flag. A command without one hands all its arguments to another program, which has the
    /// help: documents leave the command's section to that program.
    package var helpNames: NameSpecification

    /// Makes a configuration; every part has a default.
    package init(
        commandName: String? = nil, abstract: String = "", usage: String? = nil, discussion: String = "",
        version: String = "", shouldDisplay: Bool = true, subcommands: [any ParsableCommand.Type] = [],
        groupedSubcommands: [CommandGroup] = [], defaultSubcommand: (any ParsableCommand.Type)? = nil,
        aliases: [String] = [], helpNames: NameSpecification = [.customShort("h"), .customLong("help")]
    ) {
        self.commandName = commandName
        self.abstract = abstract
        self.usage = usage
        self.discussion = discussion
        self.version = version
        self.shouldDisplay = shouldDisplay
        self.ungroupedSubcommands = subcommands
        self.groupedSubcommands = groupedSubcommands
        self.defaultSubcommand = defaultSubcommand
        self.aliases = aliases
        self.helpNames = helpNames
    }

    /// All subcommands, the ungrouped ones first.
    package var subcommands: [any ParsableCommand.Type] {
        ungroupedSubcommands + groupedSubcommands.flatMap(\.subcommands)
    }

    /// Whether the command has help of its own.
    var hasHelp: Bool { !helpNames.elements.isEmpty }

    /// Whether the command is an old name, kept for scripts.
    package var isDeprecated: Bool { abstract.hasPrefix(Self.deprecationMark) }
}

/// Subcommands under a heading of their own in help.
package struct CommandGroup: Sendable {
    /// The heading.
    package let name: String
    /// The subcommands under the heading, in this order.
    package let subcommands: [any ParsableCommand.Type]

    /// Makes a group; the heading is written in capitals in help.
    package init(name: String, subcommands: [any ParsableCommand.Type]) {
        self.name = name
        self.subcommands = subcommands
    }
}
