internal import CommandLineKit

/// `conflicts`: what would not merge.
struct ConflictsCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "Predict conflicts between worktrees.",
        subcommands: [ConflictsPredict.self])
}
