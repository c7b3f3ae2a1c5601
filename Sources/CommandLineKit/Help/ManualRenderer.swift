/// Writes manual pages in the macros of man(7): a page of the root, and a page of each of its visible subcommands with
/// all that is below it.
package struct ManualRenderer {
    /// A manual page.
    package struct Page {
        /// The name of the file, such as `parallel-cc-worktree.1`.
        package let fileName: String
        /// The page in roff; it ends with a newline.
        package let text: String
    }

    /// The text at the foot of each page, such as `parallel-cc 2.2.0`.
    private let source: String

    /// - Parameter version: the program's version, without a date: the same program gives the same pages.
    package init(version: String) { source = version }

    /// Returns all pages, the one of the program first.
    package func pages(root: any ParsableCommand.Type) -> [Page] {
        let whole = CommandDescription(CommandPath(root: root))
        let parts = whole.subcommands.map { CommandDescription($0) }
        return [page(whole, sections: rootSections(whole, parts: parts))]
            + parts.filter(\.configuration.hasHelp).map { page($0, sections: partSections($0, of: whole)) }
    }

    private func page(_ description: CommandDescription, sections: [String]) -> Page {
        let name = Self.name(description.path)
        let title = ".TH \(name.uppercased()) 1 \"\" \"\(source)\""
        let summary = ".SH NAME\n\(Roff.text(name)) \\- \(Roff.text(description.configuration.abstract))"
        return Page(
            fileName: name + ".1",
            text: ([title, summary] + sections).filter { !$0.isEmpty }.joined(separator: "\n") + "\n")
    }

    /// The name of a command's page, formed as git's names are: `parallel-cc-worktree`.
    private static func name(_ path: CommandPath) -> String { path.names.joined(separator: "-") }

    private func rootSections(_ whole: CommandDescription, parts: [CommandDescription]) -> [String] {
        let commands = parts.map { part in
            ".TP\n\\fB\(Roff.text(Self.name(part.path)))\\fR(1)\n\(Roff.paragraphs(part.configuration.abstract))"
        }
        return [
            ".SH SYNOPSIS\n" + synopsis(whole), described(".SH DESCRIPTION", description: whole),
            arguments(whole, heading: ".SH"),
            ".SH COMMANDS\n" + commands.joined(separator: "\n"),
        ]
    }

    private func partSections(_ part: CommandDescription, of whole: CommandDescription) -> [String] {
        let below = part.tree.dropFirst()
        let sections = below.map { command in
            let parts = [
                ".SS \(Roff.text(command.path.description))", Roff.paragraphs(command.configuration.abstract),
                described(".PP", description: command), arguments(command, heading: ".PP"),
            ]
            return parts.filter { !$0.isEmpty }.joined(separator: "\n")
        }
        return [
            ".SH SYNOPSIS\n" + part.tree.filter { $0.subcommands.isEmpty }.map(synopsis).joined(separator: "\n.br\n"),
            described(".SH DESCRIPTION", description: part), arguments(part, heading: ".SH"),
            sections.isEmpty ? "" : ".SH COMMANDS\n" + sections.joined(separator: "\n"),
            ".SH SEE ALSO\n\\fB\(Roff.text(Self.name(whole.path)))\\fR(1)",
        ]
    }

    private func synopsis(_ description: CommandDescription) -> String { Roff.line(Roff.text(description.usage)) }

    private func described(_ heading: String, description: CommandDescription) -> String {
        let names = description.configuration.aliases.joined(separator: ", ")
        let text = [description.configuration.discussion, names.isEmpty ? "" : "Also called: \(names)."]
        let paragraphs = text.filter { !$0.isEmpty }.map(Roff.paragraphs)
        return paragraphs.isEmpty ? "" : heading + "\n" + paragraphs.joined(separator: "\n.PP\n")
    }

    private func arguments(_ description: CommandDescription, heading: String) -> String {
        let groups =
            [("ARGUMENTS", description.positionals)]
            + description.sections.map { ($0.uppercased(), description.options(in: $0)) }
            + [("OPTIONS", description.options(in: nil))]
        return groups.filter { !$0.1.isEmpty }.map { title, definitions in
            // Inside of a command's own section a heading would look like the next command.
            let head = heading == ".SH" ? ".SH \(Roff.text(title))" : ".PP"
            return ([head] + definitions.map(entry)).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func entry(_ definition: ArgumentDefinition) -> String {
        let text = [definition.summary, definition.help.discussion].filter { !$0.isEmpty }
        return ".TP\n\\fB\(Roff.text(definition.label))\\fR\n" + text.map(Roff.paragraphs).joined(separator: "\n.br\n")
    }
}
