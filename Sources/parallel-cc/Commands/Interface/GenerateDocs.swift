internal import ClaudeCode
internal import CommandLineKit
internal import Files
internal import Wiring

/// `generate-docs`: the reference of all commands, as it stands in docs/CLI.md, or as manual pages.
struct GenerateDocs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the reference of all commands as Markdown.", shouldDisplay: false)

    @Option(help: "Write manual pages into this folder instead, which exists.")
    var man: String?

    mutating func run() throws {
        guard let man else {
            Printer.answer(bytes: Array(MarkdownRenderer.render(root: ParallelCC.self).utf8))
            return
        }
        for page in ManualRenderer(version: "parallel-cc \(Version.number)").pages(root: ParallelCC.self) {
            let path = "\(man)/\(page.fileName)"
            try AtomicFile.write(Array(page.text.utf8), to: path, replacing: AtomicFile.read(path))
        }
    }
}
