internal import CommandLineKit

/// `merge-status`, the name in scripts of older programs.
struct MergeStatusDeprecated: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge-status", abstract: "\(CommandConfiguration.deprecationMark) Use merge status.")

    @OptionGroup var command: MergeStatus

    mutating func run() throws {
        Deprecation.warn(old: "merge-status", new: "merge status")
        try command.run()
    }
}
