internal import CommandLineKit

/// `watch`: commands that run until the user ends them.
struct WatchCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Go on looking, and tell sessions.", subcommands: [WatchMerges.self])
}
