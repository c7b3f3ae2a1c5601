internal import CommandLineKit
internal import Coordinator
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// `sandbox list`.
struct SandboxList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List tasks, oldest first.")

    @OptionGroup var scope: RepositoryOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let sessions: [TaskDocument]
        let total: Int
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let tasks = try TaskList(coordinator).all(of: scope.identity(coordinator))
        let columns = [
            TableColumn("ID"), TableColumn("STATE"), TableColumn("BEGUN"), TableColumn("BACKEND"),
            TableColumn("PROMPT", shortened: .ends),
        ]
        try output.list(
            tasks,
            document: Document(sessions: tasks.map { TaskDocument($0, in: coordinator.context) }, total: tasks.count),
            empty: "There are no tasks.", columns: columns
        ) { task in
            [
                TableCell(task.id), TableCell(TaskSummary.state(of: task, in: coordinator.context)),
                TableCell(task.createdAt), TableCell(task.backend),
                TableCell(task.prompt),
            ]
        }
    }
}
