internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `stash list`
struct StashList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List stash entries, also those that were taken, oldest first.")

    @OptionGroup var scope: RepositoryOption

    @Flag(help: "Answer with one JSON document.")
    var json = false

    private struct Document: Encodable {
        let stashes: [StashRow]
        let total: Int
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let stashes = try coordinator.keptStashes(in: scope.identity(coordinator)).map(StashRow.init)
        if json { return try Printer.answer(json: Document(stashes: stashes, total: stashes.count)) }
        if stashes.isEmpty { return Printer.narrate("No stash entries.") }
        var table = Table([
            TableColumn("COMMIT"), TableColumn("STASHED"), TableColumn("NOW"), TableColumn("WHAT", shortened: .ends),
        ])
        for stash in stashes {
            table.append([
                TableCell(String(stash.commit.prefix(12))), TableCell(stash.stashedAt),
                TableCell(stash.number.map { "stash@{\($0)}" } ?? "taken"), TableCell(stash.message),
            ])
        }
        Printer.answer(table.render(width: Printer.outputTerminal.tableWidth, style: Printer.style))
    }
}
