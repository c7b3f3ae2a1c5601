internal import CommandLineKit

/// `generate-docs`: the reference of all commands, as it stands in docs/CLI.md.
struct GenerateDocs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the reference of all commands as Markdown.", shouldDisplay: false)

    mutating func run() throws { Printer.answer(bytes: Array(MarkdownRenderer.render(root: ParallelCC.self).utf8)) }
}
