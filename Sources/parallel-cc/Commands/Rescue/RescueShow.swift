internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `rescue show`.
struct RescueShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show what a rescue holds.")

    @Argument(help: ArgumentHelp("Id of the rescue.", valueName: "id"))
    var id: String

    @OptionGroup var scope: RepositoryOption

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let repository = try scope.identity(coordinator)
        let rescue = try coordinator.rescue(id, in: repository)
        let document = RescueDocument(rescue)
        if output.json { return try Printer.answer(json: document) }
        let rows = [
            ("Rescue", document.id), ("Saved", "\(document.createdAt) (\(document.reason))"),
            ("Repository", document.repository), ("Worktree", document.worktree),
            ("Branch", document.branch ?? "(detached)"), ("Commit", document.commit), ("Files", document.summary),
        ]
        for (name, text) in rows { Printer.answer((name + ":").padded(to: 12) + text.displayable) }
        Printer.answer("")
        Printer.answer(bytes: try coordinator.diff(rescue, arguments: ["--stat", "--no-color"]))
        if let files = document.privateFilesText { Printer.answer("\nNot shown:     \(files)") }
        Printer.answer("\nAll of it:     \(CommandText.parallel("rescue diff", operand: document.id))")
        Printer.answer("Bring it back: \(rescue.restoreCommand.displayable)")
    }
}
