internal import CommandLineKit
internal import Coordinator
internal import Files
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
        let coordinator = try Coordinator(.live())
        let task = try TaskList(coordinator).task(chosen.id())
        let directory = TaskDirectory(dataDirectory: coordinator.context.dataDirectory, task: task.id)
        let all = String(decoding: WholeFile.read(directory.log) ?? [], as: UTF8.self).split(separator: "\n")
        let shown = all.suffix(max(0, lines))
        if output.json {
            return try Printer.answer(
                json: Document(
                    sessionId: task.id, sandboxId: .init(wrappedValue: task.sandbox), status: task.state.rawValue,
                    output: shown.joined(separator: "\n"), lineCount: shown.count))
        }
        Printer.answer(lines: shown.map { String($0).displayable })
        if shown.count < all.count { Printer.narrate("(The last \(shown.count) of \(all.count) lines)") }
    }
}
