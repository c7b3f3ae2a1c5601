internal import CommandLineKit
internal import Coordinator
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// `sandbox download`.
struct SandboxDownload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "download", abstract: "Fetch what a task has done so far, also when its run was cut off.",
        discussion: """
            A task that has ended comes home into a worktree. The files that it has made or changed are copied into a \
            folder, too.
            """)

    @OptionGroup var chosen: TaskOption

    @Option(
        help: ArgumentHelp("The folder; default: ./parallel-cc-results/ID.", valueName: "path"), completion: .directory)
    var output: String?

    @OptionGroup var format: OutputOption

    private struct Document: Encodable {
        let success = true
        let sessionId: String
        @ExplicitNull var sandboxId: String?
        let status: String
        let outputPath: String
        let filesDownloaded: Int
        @ExplicitNull var worktreePath: String?
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        var task = try TaskList(coordinator).task(chosen.id())
        if task.sandbox != nil || task.canGoOn {
            let backend = try LiveBackend.find(task.backend)
            var recovery = try TaskRecovery(task, of: coordinator, backend: backend, watch: LiveBackend.warn)
            task = try recovery.collect()
            ModelAccess.close(for: task, in: coordinator.context)
        }
        let folder = ProgramEnvironment.current.absolute(output ?? "parallel-cc-results/" + task.id)
        let count = try ChangedFiles(of: task, in: coordinator).write(to: folder)
        if format.json {
            return try Printer.answer(
                json: Document(
                    sessionId: task.id, sandboxId: .init(wrappedValue: task.sandbox), status: task.state.rawValue,
                    outputPath: folder, filesDownloaded: count, worktreePath: .init(wrappedValue: task.worktree)))
        }
        Printer.answer(
            lines: TaskSummary(task, in: coordinator.context).lines + ["  Files:    \(count) in \(folder)".displayable])
    }
}
