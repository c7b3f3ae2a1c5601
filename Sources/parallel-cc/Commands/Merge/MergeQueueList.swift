internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `merge queue list`, and plain `merge queue`
struct MergeQueueList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what waits to land, what could not, and the last that did.")

    @OptionGroup var scope: RepositoryOption

    @Flag(help: "Answer with one JSON document.")
    var json = false

    private struct Document: Encodable {
        let queue: [LandingRow]
        let total: Int
        /// What waits for targets that are being worked on.
        let pending: [PendingRow]
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let repository = try scope.identity(coordinator)
        let entries = try coordinator.landingQueue(in: repository)
        let document = Document(
            queue: entries.map(LandingRow.init), total: entries.count,
            pending: try coordinator.pendingLandings(in: repository).map(PendingRow.init))
        if json { return try Printer.answer(json: document) }
        if entries.isEmpty { return Printer.narrate("The queue is empty.") }
        let place = RepositoryColumn(entries.map(\.repository))
        var table = Table(
            [
                TableColumn("BRANCH", shortened: .ends), TableColumn("ONTO"), TableColumn("HOW"), TableColumn("STATE"),
                TableColumn("TIP"), TableColumn("SINCE"), TableColumn("WHY"),
            ] + place.columns)
        for row in document.queue {
            let why =
                row.files.isEmpty ? row.message?.prefix { $0 != "\n" } ?? "" : row.files.joined(separator: ", ")[...]
            table.append(
                [
                    TableCell(row.branch), TableCell(row.target), TableCell(row.method), TableCell(row.state),
                    TableCell(String(row.tip.prefix(10))), TableCell(row.changedAt), TableCell(String(why).displayable),
                ] + place.cells(row.repository))
        }
        Printer.answer(table.render(width: Printer.outputTerminal.tableWidth, style: Printer.style))
        Printer.answer(lines: document.pending.map(\.line.displayable))
    }
}
