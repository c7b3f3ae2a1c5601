internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Integration
internal import Wiring

/// `suggestions apply`.
struct SuggestionsApply: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Put a suggestion in the place of the file in conflict.",
        discussion: """
            The worktree is saved before (parallel-cc rescue list). Refused when the file or the conflict is another \
            by now. When a command of merge.verify fails, the file is as it was. A file that another program may be \
            writing to is kept beside the new one, and named. A suggestion does not have what you have edited in the \
            file since the merge stopped: that is said, and the rescue has it.
            """)

    @Argument(help: ArgumentHelp("Id of the suggestion.", valueName: "id"))
    var id: String

    @Flag(help: "Look at everything, change nothing.")
    var dryRun = false

    @Flag(help: "Also tell git that the conflict is resolved (git add).")
    var stage = false

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        struct Verification: Encodable {
            struct Statistics: Encodable {
                let linesChanged: Int
            }

            let conflictMarkersRemaining = false
            let syntaxValid: Bool?
            let commands: [String]
            let diffStats: Statistics
        }

        let success = true
        let applied: Bool
        let message: String
        let filePath: String
        let staged: Bool
        @ExplicitNull var rescue: String?
        @ExplicitNull var kept: String?
        @ExplicitNull var leftOut: String?
        let verification: Verification
        let suggestion: SuggestionRow
    }

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let result = try Suggestions(coordinator).apply(
            coordinator.completed(id, kind: .suggestion), isTrial: dryRun, isStaging: stage)
        let path = SuggestionText.path(result.suggestion)
        let message = result.isApplied ? "Replaced: \(path)" : "Would replace: \(path)"
        if output.json {
            return try Printer.answer(
                json: Document(
                    applied: result.isApplied, message: message, filePath: path, staged: result.isStaged,
                    rescue: ExplicitNull(wrappedValue: result.rescue),
                    kept: ExplicitNull(wrappedValue: result.kept.map { String(decoding: $0, as: UTF8.self) }),
                    leftOut: ExplicitNull(wrappedValue: result.leftOut),
                    verification: Document.Verification(
                        syntaxValid: result.isParsed ? true : nil, commands: result.verified,
                        diffStats: .init(linesChanged: result.linesChanged)),
                    suggestion: SuggestionRow(result.suggestion)))
        }
        Printer.answer("✓ \(message), \(result.linesChanged) lines differ".displayable)
        if let leftOut = result.leftOut { Printer.answer("  ⚠ Mind: \(leftOut)") }
        if let rescue = result.rescue {
            Printer.answer("  As it was: \(CommandText.parallel("rescue show", operand: rescue))")
        }
        if let kept = result.kept {
            let keptPath = String(decoding: kept, as: UTF8.self)
            Printer.answer("  Kept, as another program may be writing to it: \(ShellWord.quote(keptPath))")
        }
        guard result.isApplied, !result.isStaged else { return }
        Printer.narrate("  Read it; then: git add -- \(ShellWord.quote(path))")
    }
}
