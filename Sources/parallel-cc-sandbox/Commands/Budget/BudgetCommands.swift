internal import CommandLineKit

/// The group `budget`.
struct BudgetCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget", abstract: "See what tasks have cost, and what they may cost.",
        subcommands: [BudgetStatus.self])
}
