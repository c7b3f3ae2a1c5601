internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `worktree keep`.
struct WorktreeKeep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Keep a worktree until it is removed by name.")

    @Argument(help: ArgumentHelp("Name or path of the worktree.", valueName: "worktree"))
    var name: String

    @Option(help: ArgumentHelp("Why; status shows it.", valueName: "text"))
    var reason: String = "kept by the user"

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let worktree = try coordinator.keepWorktree(TypedWorktree.resolve(name), reason: reason)
        let isUsed = try coordinator.livingSessions().contains { $0.worktreePath.isSame(as: worktree.path) }
        if output.json { return try Printer.answer(json: WorktreeDocument(worktree, inUse: isUsed)) }
        Printer.answer("✓ Kept: \(worktree.path.displayable)")
        Printer.answer("  Remove it with: \(CommandText.parallel("worktree remove", operand: worktree.id))")
    }
}
