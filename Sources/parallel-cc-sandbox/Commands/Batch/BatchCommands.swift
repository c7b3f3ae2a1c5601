internal import CommandLineKit

/// The group `batch`.
struct BatchCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch", abstract: "See what batches of tasks do, and let them go on.",
        subcommands: [BatchListCommand.self, BatchStatus.self, BatchResume.self, BatchCancel.self])
}

/// The batch that a command is about.
struct BatchOption: ParsableArguments {
    @Argument(help: ArgumentHelp("Id of the batch, or its beginning; default: the newest.", valueName: "id"))
    var batch: String?
}
