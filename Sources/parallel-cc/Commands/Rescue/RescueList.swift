internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `rescue list`.
struct RescueList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List saved work, oldest first.")

    @OptionGroup var scope: RepositoryOption

    @OptionGroup var output: OutputOption

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
        if !output.json { Printer.narrate(lines: survey.warnings.map { "⚠ \($0.displayable)" }) }
        let columns = [
            TableColumn("ID"), TableColumn("SAVED"), TableColumn("RESTORED"), TableColumn("BRANCH"),
            TableColumn("FILES"), TableColumn("WAS", shortened: .ends),
        ]
        try output.list(
            rescues, document: Document(rescues: rescues, total: rescues.count, warnings: survey.warnings),
            empty: "No rescues.", columns: columns
        ) { rescue in
            [
                TableCell(rescue.id), TableCell(rescue.createdAt), TableCell(rescue.restoredAt ?? "-"),
                TableCell(rescue.branch ?? "(detached)"), TableCell(rescue.summary), TableCell(rescue.worktree),
            ]
        }
    }
}
