internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// `merge queue list`, and plain `merge queue`.
struct MergeQueueList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what waits to land, what could not, and the last that did.")

    @OptionGroup var scope: RepositoryOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let queue: [QueueEntryRow]
        let total: Int
        /// The results that wait for targets on which a session works.
        let pending: [ReadyRow]
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let repository = try scope.identity(coordinator)
        let entries = try MergeQueue(coordinator).entries(in: repository)
        let document = Document(
            queue: entries.map(QueueEntryRow.init), total: entries.count,
            pending: try MergeQueue(coordinator).readyMerges(in: repository).map(ReadyRow.init))
        let repositories = RepositoryColumn(entries.map(\.repository))
        let columns = [
            TableColumn("BRANCH", shortened: .ends), TableColumn("ONTO"), TableColumn("HOW"), TableColumn("STATE"),
            TableColumn("TIP"), TableColumn("SINCE"), TableColumn("WHY"),
        ]
        try output.list(
            document.queue, document: document, empty: "The queue is empty.", columns: columns + repositories.columns
        ) { row in
            let why =
                row.files.isEmpty ? row.message?.prefix { $0 != "\n" } ?? "" : row.files.joined(separator: ", ")[...]
            return [
                TableCell(row.branch), TableCell(row.target), TableCell(row.method), TableCell(row.state),
                TableCell(String(row.tip.prefix(10))), TableCell(row.changedAt), TableCell(String(why).displayable),
            ] + repositories.cells(row.repository)
        }
        if !output.json { Printer.answer(lines: document.pending.map(\.line.displayable)) }
    }
}
