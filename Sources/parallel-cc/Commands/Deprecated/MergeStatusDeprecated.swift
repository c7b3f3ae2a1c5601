internal import CommandLineKit

/// `merge-status`, as scripts of older programs name it.
struct MergeStatusDeprecated: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge-status", abstract: "\(CommandConfiguration.deprecationMark) Use merge status.")

    @OptionGroup var command: MergeStatus

    mutating func run() throws {
        Deprecation.warn(old: "merge-status", new: "merge status")
        try command.run()
    }
}
