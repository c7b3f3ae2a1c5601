/// Writes the reference of a whole command tree as Markdown (CommonMark).
package enum MarkdownRenderer {
    /// Returns one section for each visible command, depth first, after a list of links to them all. Ends with a
    /// newline.
    package static func render(root: any ParsableCommand.Type) -> String {
        let tree = CommandDescription(CommandPath(root: root)).tree
        let contents = tree.dropFirst().map {
            "- [`\($0.path)`](#\(anchor($0.path))): \(escaped($0.configuration.abstract))"
        }
        var parts = tree.filter(\.configuration.hasHelp).map(section)
        if !contents.isEmpty { parts.insert("## Commands\n\n" + contents.joined(separator: "\n"), at: 1) }
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// Returns the sections alone, without that of the program, for the reference of a program that hands over its
    /// arguments to this one. Ends with a newline.
    package static func sections(below root: any ParsableCommand.Type) -> String {
        CommandDescription(CommandPath(root: root)).tree.dropFirst().map(section).joined(separator: "\n\n") + "\n"
    }

    private static func section(_ description: CommandDescription) -> String {
        let configuration = description.configuration
        let level = description.path.descendants.isEmpty ? "#" : "##"
        var parts = ["\(level) \(description.path)"]
        if !configuration.abstract.isEmpty { parts.append(escaped(configuration.abstract)) }
        parts.append("```\n\(description.usage)\n```")
        if !configuration.discussion.isEmpty { parts.append(escaped(configuration.discussion)) }
        if !configuration.aliases.isEmpty {
            parts.append("Also called: " + configuration.aliases.map(code).joined(separator: ", "))
        }
        parts += argumentLists(description)
        parts += description.groups.map { group in
            let title = "**\(group.title.map(escaped) ?? "Subcommands")**"
            let entries = group.paths.map { "- [`\($0)`](#\(anchor($0))): \(escaped($0.leaf.configuration.abstract))" }
            return ([title, ""] + entries).joined(separator: "\n")
        }
        return parts.joined(separator: "\n\n")
    }

    private static func argumentLists(_ description: CommandDescription) -> [String] {
        let sections =
            [("Arguments", description.positionals)]
            + description.sections.map { (escaped($0), description.options(in: $0)) }
            + [("Options", description.options(in: nil))]
        return sections.filter { !$0.1.isEmpty }.map { title, definitions in
            (["**\(title)**", ""] + definitions.map(entry)).joined(separator: "\n")
        }
    }

    private static func entry(_ definition: ArgumentDefinition) -> String {
        var sentences = [definition.help.abstract, definition.help.discussion].filter { !$0.isEmpty }.map(escaped)
        if definition.isRequired { sentences.append("Required.") }
        if definition.isRepeating { sentences.append("May be repeated.") }
        if !definition.allValues.isEmpty {
            sentences.append("One of " + definition.allValues.map(code).joined(separator: ", ") + ".")
        }
        if let text = definition.defaultText, !text.isEmpty { sentences.append("Default: \(code(text)).") }
        let details = sentences.joined(separator: " ")
        return "- \(code(definition.label))" + (details.isEmpty ? "" : ": \(details)")
    }

    /// Returns text in a code span, with as many backquotes around as it needs.
    private static func code(_ text: String) -> String {
        let fence = text.contains("`") ? "``" : "`"
        let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
        return fence + space + text + space + fence
    }

    /// Returns text in which only code spans are markup. Line breaks inside stay.
    private static func escaped(_ text: String) -> String {
        var result = ""
        var isCode = false
        for character in text {
            if character == "`" { isCode.toggle() }
            if !isCode && "\\*_[]<>|".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    /// Returns the anchor that GitHub gives a heading: small letters, spaces as dashes, other punctuation dropped.
    private static func anchor(_ path: CommandPath) -> String {
        String(
            path.description.lowercased().compactMap { character in
                character == " "
                    ? "-" : character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
            })
    }
}
