internal import ClaudeCode
internal import CommandLineKit
internal import Files
internal import Wiring

/// `generate-docs`: the reference of all commands, as in docs/CLI.md, or as manual pages.
struct GenerateDocs: DescribingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the reference of all commands as Markdown.", shouldDisplay: false)

    @Option(help: "Write manual pages into this folder instead, which exists.")
    var man: String?

    func run(describing root: any ParsableCommand.Type) throws {
        guard let man else {
            Printer.answer(bytes: Array(MarkdownRenderer.render(root: root).utf8))
            return
        }
        for page in ManualRenderer(version: "parallel-cc \(Version.number)").pages(root: root) {
            let path = "\(man)/\(page.fileName)"
            try AtomicFile.write(Array(page.text.utf8), to: path, replacing: AtomicFile.read(path))
        }
    }
}
