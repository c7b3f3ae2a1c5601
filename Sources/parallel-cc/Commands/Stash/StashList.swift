internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `stash list`.
struct StashList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List stash entries, also those that were taken, oldest first.")

    @OptionGroup var scope: RepositoryOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let stashes: [StashRow]
        let total: Int
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let stashes = try coordinator.keptStashes(in: scope.identity(coordinator)).map(StashRow.init)
        let columns = [
            TableColumn("COMMIT"), TableColumn("STASHED"), TableColumn("NOW"), TableColumn("WHAT", shortened: .ends),
        ]
        try output.list(
            stashes, document: Document(stashes: stashes, total: stashes.count), empty: "No stash entries.",
            columns: columns
        ) { stash in
            [
                TableCell(String(stash.commit.prefix(12))), TableCell(stash.stashedAt),
                TableCell(stash.number.map { "stash@{\($0)}" } ?? "taken"), TableCell(stash.message),
            ]
        }
    }
}
