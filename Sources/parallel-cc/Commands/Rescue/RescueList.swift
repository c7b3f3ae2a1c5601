internal import CommandLineKit
internal import Coordinator

/// `rescue list`
struct RescueList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List saved work, oldest first.")

    @OptionGroup var scope: RepositoryOption

    @Flag(help: "Answer with one JSON document.")
    var json = false

    private struct Document: Encodable {
        let rescues: [RescueDocument]
        let total: Int
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let rescues = try coordinator.rescues(in: scope.identity(coordinator)).map(RescueDocument.init)
        if json { return try Printer.answer(json: Document(rescues: rescues, total: rescues.count)) }
        if rescues.isEmpty { return Printer.narrate("No rescues.") }
        var table = Table([
            TableColumn("ID"), TableColumn("SAVED"), TableColumn("BRANCH"), TableColumn("FILES"),
            TableColumn("WAS", shortened: .ends),
        ])
        for rescue in rescues {
            table.append([
                TableCell(rescue.id), TableCell(rescue.createdAt), TableCell(rescue.branch ?? "(detached)"),
                TableCell(rescue.summary), TableCell(rescue.worktree),
            ])
        }
        Printer.answer(table.render(width: Printer.outputTerminal.tableWidth, style: Printer.style))
    }
}
