internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Integration
internal import Wiring

/// `suggestions list`, and plain `suggestions`.
struct SuggestionsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Make and list suggestions for the conflicts here; elsewhere list those made before.",
        discussion: "No file is changed. What may be wrong (conflict markers, unreadable code) is not suggested."
    )

    @OptionGroup var scope: RepositoryOption

    @Option(help: ArgumentHelp("Only for this file.", valueName: "path"), completion: .file())
    var file: String?

    @Option(help: ArgumentHelp("Only those at least so sure, from 0 to 1.", valueName: "score"))
    var minConfidence: Double = 0.5

    @Flag(help: "Only those that were applied.")
    var applied = false

    @Option(help: ArgumentHelp("No more than so many.", valueName: "number"))
    var limit: Int = 20

    @Flag(help: "Ask Claude too (claude -p, without tools). It costs what the answer says.")
    var withClaude = false

    @OptionGroup var output: OutputOption

    func validate() throws {
        guard (0...1).contains(minConfidence) else { throw ValidationError("--min-confidence takes 0 to 1.") }
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000.") }
        if applied && withClaude { throw ValidationError("--applied makes no suggestions.") }
    }

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let location = try file.map { path throws(ParallelError) in try ClaimedPath.location(path) }
        let directory = location?.root ?? ProgramEnvironment.current.place(scope.repo)
        // Outside of every repository no suggestion can be made, but earlier ones can be listed.
        let isInside = location != nil || scope.repo != nil || Suggestions(coordinator).isInWorktree(directory)
        var made: SuggestionSurvey?
        if isInside && !applied {
            made = try Suggestions(coordinator).make(
                at: directory, paths: location.map { [$0.path] } ?? [], claude: withClaude ? ClaudeQuestion.live() : nil
            )
        }
        if let made, made.conflicts.conflictedMerge.files.isEmpty == false {
            let sure = made.suggestions.filter { $0.score >= minConfidence }
            if sure.count < made.suggestions.count, !output.json {
                let fewer =
                    "\(made.suggestions.count - sure.count) less sure than \(SuggestionText.score(minConfidence))"
                Printer.narrate("Left out: \(fewer); --min-confidence 0 shows all.")
            }
            try answer(sure, made: made)
        } else {
            var filter = SuggestionFilter()
            filter.repository = if let location { location.repository } else { try scope.identity(coordinator) }
            filter.path = location?.path
            filter.minConfidence = minConfidence
            filter.isApplied = applied ? true : nil
            filter.limit = limit
            let found = try Suggestions(coordinator).list(filter)
            try answer(found.suggestions, made: nil, total: found.total)
        }
    }

    private struct Document: Encodable {
        struct Missing: Encodable {
            let filePath: String
            let reason: String

            private enum CodingKeys: String, CodingKey {
                case filePath = "file_path"
                case reason
            }
        }

        let suggestions: [SuggestionRow]
        let total: Int
        /// The files in conflict for which no suggestion could be made.
        let without: [Missing]
        @ExplicitNull var totalCostUsd: Double?
    }

    private func answer(_ suggestions: [Suggestion], made: SuggestionSurvey?, total: Int? = nil) throws {
        let shown = suggestions.prefix(limit)
        let without = (made?.without ?? []).map {
            Document.Missing(filePath: String(decoding: $0.path, as: UTF8.self), reason: $0.reason)
        }
        if output.json {
            return try Printer.answer(
                json: Document(
                    suggestions: shown.map(SuggestionRow.init), total: total ?? suggestions.count, without: without,
                    totalCostUsd: ExplicitNull(wrappedValue: made?.cost)))
        }
        for missing in without { Printer.narrate("⚠ \(missing.filePath): \(missing.reason)".displayable) }
        for path in made?.edited ?? [] {
            let name = String(decoding: path, as: UTF8.self)
            Printer.narrate(
                "⚠ \(name): edited since the merge stopped; no suggestion has these edits".displayable)
        }
        if let cost = made?.cost { Printer.narrate("Claude's answers cost \(SuggestionText.dollars(cost)).") }
        if shown.isEmpty { return Printer.narrate("No suggestions.") }
        Printer.answer(SuggestionText.table(Array(shown)))
        if made != nil {
            Printer.narrate("Look: parallel-cc suggestions show ID   Put in place: parallel-cc suggestions apply ID")
        }
    }
}
