internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Wiring

/// `rescue restore`: makes a worktree that is as the rescued one was.
struct RescueRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring saved work back as a worktree.",
        discussion: "Files, index, an operation in progress and commits are as they were. The rescue stays.")

    @Argument(help: ArgumentHelp("Id of the rescue.", valueName: "id"))
    var id: String

    @OptionGroup var scope: RepositoryOption

    @Option(help: ArgumentHelp("Where; its former place when not given.", valueName: "path"), completion: .directory)
    var to: String?

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        Interruption.catchSignals()
        let path = to.map(ProgramEnvironment.current.absolute)
        let coordinator = try Coordinator(.live())
        let repository = try scope.identity(coordinator)
        let formerBranch = try coordinator.rescue(id, in: repository).branch
        let document = RestorationDocument(
            try coordinator.restoreRescue(id, in: repository, to: path), formerBranch: formerBranch)
        if output.json { return try Printer.answer(json: document) }
        Printer.answer(lines: document.lines)
        Printer.answer("  The rescue stays until: \(CommandText.parallel("rescue drop", operand: id))")
    }
}
