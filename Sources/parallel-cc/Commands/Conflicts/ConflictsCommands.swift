internal import CommandLineKit

/// `conflicts`: changes that do not go together.
struct ConflictsCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "Show conflicts: those of a stopped merge, those to come, those that were.",
        discussion: """
            TRIVIAL: blanks only. STRUCTURAL: nobody changed what the other did. SEMANTIC: both changed the same \
            symbol, or one uses what the other took away. CONCURRENT_EDIT: text. UNKNOWN: no text.
            """,
        subcommands: [
            ConflictsList.self, ConflictsShow.self, ConflictsDetect.self, ConflictsPredict.self, ConflictsHistory.self,
        ],
        defaultSubcommand: ConflictsList.self)
}
