internal import CommandLineKit

/// `trash`: removed worktrees that still exist whole.
struct TrashCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trash", abstract: "List, bring back or delete removed worktrees.",
        subcommands: [TrashList.self, TrashRestore.self, TrashEmpty.self])
}
