internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Wiring

/// `stash restore`: puts an entry that was taken into the stash again.
struct StashRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put an entry back on top of the stash.")

    @Argument(help: ArgumentHelp("Its commit, or the beginning of it.", valueName: "commit"))
    var commit: String

    @OptionGroup var scope: RepositoryOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let restored: Bool
        let stash: StashRow
    }

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let found = try coordinator.restoreStash(commit, in: scope.identity(coordinator))
        let document = Document(restored: found.number == nil, stash: StashRow(found))
        if output.json { return try Printer.answer(json: document) }
        let entryName = "stash@{\(found.number ?? 0)}"
        Printer.answer(
            "✓ \(document.restored ? "Restored as" : "Still there:") \(entryName) \(found.message)".displayable)
    }
}
