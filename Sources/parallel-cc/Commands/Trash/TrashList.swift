internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `trash list`.
struct TrashList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List removed worktrees that can be had back whole, oldest first.")

    @OptionGroup var scope: RepositoryOption

    @OptionGroup var output: OutputOption

    private struct Entry: Encodable {
        let id: String
        let repository: String
        let path: String
        let trashPath: String
        @ExplicitNull var branch: String?
        @ExplicitNull var head: String?
        @ExplicitNull var rescue: String?
        @ExplicitNull var sessionId: String?
        let trashedAt: String
        @ExplicitNull var staysBecause: String?

        init(_ record: TrashRecord, staysBecause: String?) {
            id = record.id
            repository = record.repository
            path = record.path
            trashPath = record.trashPath
            branch = record.branch
            head = record.head
            rescue = record.rescue
            sessionId = record.sessionID
            trashedAt = record.trashedAt
            self.staysBecause = staysBecause
        }
    }

    private struct Document: Encodable {
        let trash: [Entry]
        let total: Int
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let repository = try scope.identity(coordinator)
        let records = try coordinator.trash().filter { repository == nil || $0.repository.isSame(as: repository) }
        let unfinished = try coordinator.unfinishedDeletions(of: repository)
        let missing = try coordinator.missingTrash(of: repository)
        let obstacles = records.map(coordinator.obstacle)
        let reasons = Dictionary(zip(records.map(\.id), obstacles)) { $1 }
        let columns = [
            TableColumn("ID"), TableColumn("REMOVED"), TableColumn("WAS", shortened: .ends), TableColumn("RESCUE"),
            TableColumn("STAYS BECAUSE"),
        ]
        try output.list(
            records,
            document: Document(
                trash: zip(records, obstacles).map { Entry($0, staysBecause: $1) }, total: records.count),
            empty: unfinished.isEmpty && missing.isEmpty
                ? "The trash is empty." : "Nothing in the trash can be brought back.",
            columns: columns
        ) { record in
            [
                TableCell(record.id), TableCell(record.trashedAt), TableCell(record.path),
                TableCell(record.rescue ?? ""), TableCell((reasons[record.id] ?? nil) ?? ""),
            ]
        }
        for path in missing {
            Printer.narrate("Not found: \(path.displayable)")
            Printer.narrate("  Was it moved, or is its disk not mounted? To forget it: parallel-cc trash empty")
        }
        for path in unfinished {
            Printer.narrate("Deleted in part only, and not to be restored: \(path.displayable)")
            Printer.narrate("  Next: parallel-cc trash empty")
        }
    }
}
