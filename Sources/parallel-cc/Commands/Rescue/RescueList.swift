internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `rescue list`
struct RescueList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List saved work, oldest first.")

    @OptionGroup var scope: RepositoryOption

    @Flag(help: "Answer with one JSON document.")
    var json = false

    private struct Document: Encodable {
        let rescues: [RescueDocument]
        let total: Int
        /// Repositories that could not be read.
        let warnings: [String]
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let survey = try coordinator.rescueSurvey(in: scope.identity(coordinator))
        let rescues = survey.rescues.map(RescueDocument.init)
        if json {
            let document = Document(rescues: rescues, total: rescues.count, warnings: survey.warnings)
            return try Printer.answer(json: document)
        }
        for warning in survey.warnings { Printer.narrate("⚠ \(warning.displayable)") }
        if rescues.isEmpty { return Printer.narrate("No rescues.") }
        var table = Table([
            TableColumn("ID"), TableColumn("SAVED"), TableColumn("RESTORED"), TableColumn("BRANCH"),
            TableColumn("FILES"),
            TableColumn("WAS", shortened: .ends),
        ])
        for rescue in rescues {
            table.append([
                TableCell(rescue.id), TableCell(rescue.createdAt), TableCell(rescue.restoredAt ?? "-"),
                TableCell(rescue.branch ?? "(detached)"),
                TableCell(rescue.summary), TableCell(rescue.worktree),
            ])
        }
        Printer.answer(table.render(width: Printer.outputTerminal.tableWidth, style: Printer.style))
    }
}
