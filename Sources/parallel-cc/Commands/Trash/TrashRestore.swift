internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Wiring

/// `trash restore`.
struct TrashRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a removed worktree back, ignored files and all.")

    @Argument(help: ArgumentHelp("Id in the trash, or former path.", valueName: "id"))
    var id: String

    @Option(
        help: ArgumentHelp("Where, on the same file system; its former place when not given.", valueName: "path"),
        completion: .directory)
    var to: String?

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let entry = try coordinator.trash().last { $0.id.isSame(as: id) || $0.path.isSame(as: id) }
        let path = to.map(ProgramEnvironment.current.absolute)
        let document = RestorationDocument(try coordinator.restoreTrash(id, to: path), formerBranch: entry?.branch)
        if output.json { return try Printer.answer(json: document) }
        Printer.answer(lines: document.lines)
    }
}
