internal import CommandLineKit
internal import Coordinator
internal import Sandbox
internal import Wiring

/// `batch list`.
struct BatchListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List batches, oldest first.")

    @OptionGroup var scope: RepositoryOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let batches: [BatchDocument]
        let total: Int
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let tasks = try TaskList(coordinator)
        let batches = try BatchList(coordinator).all(of: scope.identity(coordinator)).map {
            BatchDocument($0, tasks: try tasks.all(of: $0), in: coordinator.context)
        }
        let columns = [
            TableColumn("ID"), TableColumn("STATE"), TableColumn("BEGUN"), TableColumn("ENDED"),
            TableColumn("RESULTS", shortened: .ends),
        ]
        try output.list(
            batches, document: Document(batches: batches, total: batches.count), empty: "There are no batches.",
            columns: columns
        ) { batch in
            [
                TableCell(batch.batchId), TableCell(batch.status), TableCell(batch.createdAt),
                TableCell("\(batch.counts.ended) of \(batch.counts.total) tasks"), TableCell(batch.outputPath),
            ]
        }
    }
}
