internal import CommandLineKit
internal import Coordinator
internal import Files
internal import HookCore
internal import Sandbox
internal import TaskProtocol
internal import Wiring

/// `sandbox logs`.
struct SandboxLogs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show the last lines that a task has reported.")

    @OptionGroup var chosen: TaskOption

    @Option(help: ArgumentHelp("The number of lines.", valueName: "number"))
    var lines = 100

    @Flag(help: "Show new lines as they come, until the task has ended.")
    var follow = false

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let sessionId: String
        @ExplicitNull var sandboxId: String?
        let status: String
        let output: String
        let lineCount: Int
    }

    mutating func run() throws {
        if follow, output.json { throw ValidationError("--follow cannot be combined with --json") }
        let coordinator = try Coordinator(.live())
        let tasks = try TaskList(coordinator)
        let task = try tasks.task(chosen.id())
        let log = LogFile(TaskDirectory(dataDirectory: coordinator.context.dataDirectory, task: task.id).log)
        let all = log.newLines()
        if output.json {
            let shown = all.suffix(max(0, lines))
            return try Printer.answer(
                json: Document(
                    sessionId: task.id, sandboxId: .init(wrappedValue: task.sandbox), status: task.state.rawValue,
                    output: shown.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"),
                    lineCount: shown.count))
        }
        let texts = all.compactMap(ReportText.line)
        show(texts.suffix(max(0, lines)))
        if texts.count > lines { Printer.narrate("(The last \(max(0, lines)) of \(texts.count) lines)") }
        if follow { try self.follow(task, log: log, tasks: tasks, context: coordinator.context) }
    }

    private func show(_ lines: some Sequence<String>) { Printer.answer(lines: lines.map(\.displayable)) }

    private func follow(
        _ task: TaskRecord, log: LogFile, tasks: TaskList, context: CoordinatorContext
    ) throws {
        while !Printer.isOutputClosed {
            // Asked first: what was written before the end is then shown.
            let current = try tasks.task(task.id)
            show(log.newLines().compactMap(ReportText.line))
            if current.state.isEnd { return }
            if current.isLeft(in: context) {
                return Printer.narrate(
                    "Nobody follows this task any more. Go on: parallel-cc sandbox resume \(task.id)")
            }
            log.wait(milliseconds: 300)
        }
    }
}
