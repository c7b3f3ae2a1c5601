internal import CommandLineKit
internal import Wiring

/// `generate-docs`: the part of the reference of all commands that is about this program's, for `parallel-cc` to put
/// together.
struct GenerateDocs: DescribingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the reference of the commands as Markdown.", shouldDisplay: false)

    @Option(help: "Write manual pages into this folder instead, which exists.")
    var man: String?

    func run(describing root: any ParsableCommand.Type) throws {
        if let man {
            // The first page is that of parallel-cc.
            let pages = ManualRenderer(version: Version.manual).pages(root: root).dropFirst()
            for page in pages { try page.write(into: man) }
        } else {
            Printer.answer(bytes: Array(MarkdownRenderer.sections(below: root).utf8))
        }
    }
}
