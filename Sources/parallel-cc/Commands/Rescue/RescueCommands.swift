internal import CommandLineKit

/// `rescue`: work that was saved before its worktree was removed.
struct RescueCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescue", abstract: "List, look into and bring back saved work.",
        subcommands: [
            RescueList.self, RescueShow.self, RescueDiff.self, RescueRestore.self, RescueDrop.self,
        ])
}
