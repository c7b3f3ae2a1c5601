/// Writes the help of a command as plain text.
package struct HelpRenderer {
    /// The column in which descriptions start.
    private static let descriptionColumn = 26
    /// The smallest width of lines. A narrower terminal breaks them itself.
    private static let narrowest = 40

    private let wrapper: TextWrapper

    /// - Parameter width: the columns to wrap at.
    package init(width: Int) { wrapper = TextWrapper(width: max(width, Self.narrowest)) }

    /// The whole help of a command, without a final newline.
    package func render(_ path: CommandPath) -> String {
        let description = CommandDescription(path)
        let configuration = description.configuration
        var parts: [String] = []
        if !configuration.abstract.isEmpty { parts.append(wrapper.wrap("OVERVIEW: " + configuration.abstract)) }
        if !configuration.discussion.isEmpty { parts.append(wrapper.wrap(configuration.discussion)) }
        parts.append("USAGE: " + usage(description, after: "USAGE: "))
        parts += argumentSections(description)
        parts += subcommandSections(description)
        if !description.subcommands.isEmpty {
            let command = path.names.dropFirst().map { " " + $0 }.joined()
            parts.append("  See '\(path.root.commandName) help\(command) <subcommand>' for detailed help.")
        }
        return parts.joined(separator: "\n\n")
    }

    /// Returns the usage line of a command, without the word "usage", continued on indented lines when it is long.
    package func usage(_ path: CommandPath) -> String {
        usage(CommandDescription(path), after: "Usage: ")
    }

    private func usage(_ description: CommandDescription, after heading: String) -> String {
        let lines = TextWrapper(width: wrapper.width - heading.count).fill(description.usageWords)
        return lines.joined(separator: "\n" + String(repeating: " ", count: heading.count))
    }

    private func argumentSections(_ description: CommandDescription) -> [String] {
        let sections =
            [("ARGUMENTS", description.positionals)]
            + description.sections.map { ($0.uppercased(), description.options(in: $0)) }
            + [("OPTIONS", description.options(in: nil))]
        return sections.filter { !$0.1.isEmpty }.map { title, definitions in
            section(
                title,
                entries: definitions.map { entry($0.label, abstract: $0.summary, discussion: $0.help.discussion) })
        }
    }

    private func subcommandSections(_ description: CommandDescription) -> [String] {
        description.groups.map { group in
            let title = group.title.map { "\($0.uppercased()) SUBCOMMANDS" } ?? "SUBCOMMANDS"
            return section(title, entries: group.paths.map { subcommand($0, in: description) })
        }
    }

    private func subcommand(_ path: CommandPath, in parent: CommandDescription) -> String {
        let configuration = path.leaf.configuration
        let isDefault = parent.configuration.defaultSubcommand.map { $0 == path.leaf } ?? false
        let names = [path.leaf.commandName] + configuration.aliases
        return entry(
            names.joined(separator: ", ") + (isDefault ? " (default)" : ""), abstract: configuration.abstract,
            discussion: "")
    }

    private func section(_ title: String, entries: [String]) -> String {
        ([title + ":"] + entries).joined(separator: "\n")
    }

    private func entry(_ label: String, abstract: String, discussion: String) -> String {
        let column = Self.descriptionColumn
        let text = [abstract, discussion].filter { !$0.isEmpty }.joined(separator: "\n")
        let head = "  " + label
        guard !text.isEmpty else { return head }
        let body = wrapper.wrap(text, indent: column)
        guard head.displayWidth < column else { return head + "\n" + body }
        return head.padded(to: column) + body.dropFirst(column)
    }
}
