internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `messages list`, and plain `messages`.
struct MessagesList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List messages, the newest last.")

    @OptionGroup var scope: RepositoryOption

    @Option(help: ArgumentHelp("Only those to this session, by id or name.", valueName: "session"))
    var session: String?

    @Flag(help: "Only those that were not delivered yet.")
    var waiting = false

    @Option(help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit: Int = 20

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let messages: [MessageRow]
        let total: Int
    }

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000.") }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let messages = try coordinator.messages(
            in: scope.identity(coordinator), to: try recipient(coordinator), isWaiting: waiting, limit: limit)
        let columns = [
            TableColumn("ID"), TableColumn("KIND"), TableColumn("TO"), TableColumn("FROM"), TableColumn("SENT"),
            TableColumn("DELIVERED"), TableColumn("TEXT", shortened: .end),
        ]
        try output.list(
            messages, document: Document(messages: messages.map(MessageRow.init), total: messages.count),
            empty: "No messages.", columns: columns
        ) { message in
            [
                TableCell("\(message.id)"), TableCell(message.kind.rawValue),
                TableCell(message.sessionName ?? message.sessionID),
                TableCell(message.senderName ?? message.senderID ?? ""), TableCell(message.sentAt),
                TableCell(message.deliveredAt ?? "waits"),
                TableCell(message.text),
            ]
        }
    }

    private func recipient(_ coordinator: Coordinator) throws(ParallelError) -> String? {
        guard let session else { return nil }
        return try CallerSession.find(session, with: coordinator)?.id ?? session
    }
}
