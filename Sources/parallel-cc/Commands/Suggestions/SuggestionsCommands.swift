internal import CommandLineKit

/// `suggestions`: resolutions for conflicts.
struct SuggestionsCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggestions", abstract: "Suggest whole files for a stopped merge, show them, put one in place.",
        subcommands: [SuggestionsList.self, SuggestionsShow.self, SuggestionsApply.self],
        defaultSubcommand: SuggestionsList.self)
}
