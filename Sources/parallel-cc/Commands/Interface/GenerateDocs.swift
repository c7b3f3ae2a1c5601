internal import CommandLineKit
internal import Wiring

/// `generate-docs`: the reference of all commands, as in docs/CLI.md, or as manual pages. The companion program writes
/// of its own commands.
struct GenerateDocs: DescribingCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the reference of all commands as Markdown.", shouldDisplay: false)

    @Option(help: "Write manual pages into this folder instead, which exists.")
    var man: String?

    func run(describing root: any ParsableCommand.Type) throws {
        if let man {
            for page in ManualRenderer(version: Version.manual).pages(root: root) { try page.write(into: man) }
            _ = try CompanionProgram.sandbox.answer(["generate-docs", "--man", man])
        } else {
            let others = try CompanionProgram.sandbox.answer(["generate-docs"])
            Printer.answer(bytes: Array((MarkdownRenderer.render(root: root) + "\n").utf8) + others)
        }
    }
}
