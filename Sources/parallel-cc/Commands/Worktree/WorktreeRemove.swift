internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Wiring

/// `worktree remove`: saves the work in a worktree, as every removal does, and moves it into the trash.
struct WorktreeRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a worktree, saving what is in it.",
        discussion: "Uncommitted work becomes a rescue, the directory goes into the trash. Exits 1 when it was kept.")

    @Argument(help: ArgumentHelp("Name or path of the worktree.", valueName: "worktree"))
    var name: String

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        Interruption.catchSignals()
        let outcome = try Coordinator(.live()).removeWorktree(TypedWorktree.resolve(name))
        if output.json {
            try Printer.answer(json: RemovalDocument(outcome))
        } else {
            Printer.answer(lines: RemovalDocument(outcome).lines)
        }
        if !outcome.removed && !outcome.isForgotten { throw ExitCode.failure }
    }
}
