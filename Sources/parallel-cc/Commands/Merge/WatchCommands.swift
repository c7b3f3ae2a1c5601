internal import CommandLineKit

/// `watch`: what goes on until somebody has seen enough.
struct WatchCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Go on looking, and tell sessions.", subcommands: [WatchMerges.self])
}
