internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `rescue drop`: deletes saved work, and only by its id.
struct RescueDrop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Delete saved work.",
        discussion: "Asks on a terminal; elsewhere --yes is needed. Says which commit it was.")

    @Argument(help: ArgumentHelp("Id of the rescue.", valueName: "id"))
    var id: String

    @OptionGroup var scope: RepositoryOption

    @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
    var yes = false

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let repository = try scope.identity(coordinator)
        if try coordinator.isBrokenRescue(id, in: repository) { return try dropBroken(coordinator, in: repository) }
        let rescue = RescueDocument(try coordinator.rescue(id, in: repository))
        let place = rescue.repository.displayable
        let question = "Delete the work saved from \(rescue.worktree.displayable) (\(rescue.summary)) in \(place)?"
        try Consent.require(question, yes: yes)
        _ = try coordinator.dropRescue(id, in: repository)
        if output.json { return try Printer.answer(json: rescue) }
        Printer.answer("✓ Dropped: \(id)")
        Printer.answer("  Until git collects garbage: git branch NAME \(rescue.commit)")
        if let files = rescue.privateFilesText { Printer.answer("  Gone at once: \(files)") }
    }

    private struct BrokenDocument: Encodable {
        let id: String
        @ExplicitNull var commit: String?
        let isBroken = true

        init(id: String, commit: String?) {
            self.id = id
            self.commit = commit
        }
    }

    /// Drops a rescue whose commit is gone: no work is lost that could still be restored.
    private func dropBroken(_ coordinator: Coordinator, in repository: String?) throws {
        try Consent.require("Delete rescue \(id), whose commit is gone?", yes: yes)
        let commit = try coordinator.dropBrokenRescue(id, in: repository)
        if output.json { return try Printer.answer(json: BrokenDocument(id: id, commit: commit)) }
        Printer.answer("✓ Dropped: \(id) (its commit was gone)")
    }
}
