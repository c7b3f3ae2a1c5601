internal import CommandLineKit

/// The group `batch`.
struct BatchCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "See what batches of tasks do, and let them go on.",
        subcommands: [BatchListCommand.self, BatchStatus.self, BatchResume.self, BatchCancel.self])
}
