internal import CommandLineKit

/// `watch-merges`, the name in scripts of older programs.
struct WatchMergesDeprecated: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch-merges", abstract: "\(CommandConfiguration.deprecationMark) Use watch merges.")

    @OptionGroup var command: WatchMerges

    mutating func run() throws {
        Deprecation.warn(old: "watch-merges", new: "watch merges")
        try command.run()
    }
}
