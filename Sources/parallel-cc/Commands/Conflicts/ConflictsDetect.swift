internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Integration
internal import Wiring

/// `conflicts detect`.
struct ConflictsDetect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect", abstract: "Look for conflicts now: in this worktree, or between two branches.",
        discussion: """
            Without arguments: the paths that a stopped merge, rebase or cherry-pick has left here. With two branches \
            or commits: what merging the second into the first would leave, and what git would merge although one side \
            uses what the other has renamed, removed or changed. Nothing is merged. Exit status 3 when there are \
            conflicts.
            """)

    @Argument(help: ArgumentHelp("Branch or commit, twice; or nothing.", valueName: "branch"))
    var branches: [String] = []

    @Option(help: ArgumentHelp("Look in this directory.", valueName: "path"), completion: .directory)
    var repo: String?

    @OptionGroup var output: OutputOption

    func validate() throws {
        guard branches.isEmpty || branches.count == 2 else { throw ValidationError("Give two branches, or none.") }
    }

    private struct Document: Encodable {
        struct Summary: Encodable {
            let totalConflicts: Int
            let byType: [String: Int]
            let bySeverity: [String: Int]
        }

        let hasConflicts: Bool
        let conflicts: [ConflictRow]
        let summary: Summary
        let notes: [String]
    }

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let directory = ProgramEnvironment.current.place(repo)
        let survey =
            branches.isEmpty
            ? try Conflicts(coordinator).detect(at: directory)
            : try Conflicts(coordinator).detect(between: branches[0], and: branches[1], at: directory)
        if output.json {
            try Printer.answer(json: document(survey))
        } else {
            render(survey)
        }
        if !survey.records.isEmpty { throw ExitCode.bad }
    }

    private func document(_ survey: ConflictSurvey) -> Document {
        let count = { (names: [String]) in names.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
        return Document(
            hasConflicts: !survey.records.isEmpty, conflicts: survey.records.map(ConflictRow.init),
            summary: Document.Summary(
                totalConflicts: survey.records.count, byType: count(survey.records.map(\.type.rawValue)),
                bySeverity: count(survey.records.map(\.severity.rawValue))), notes: survey.notes)
    }

    private func render(_ survey: ConflictSurvey) {
        for note in survey.notes { Printer.narrate("⚠ \(note.displayable)") }
        if survey.records.isEmpty { return Printer.answer("✓ No conflicts") }
        for record in survey.records {
            Printer.answer(ConflictText.line(record))
            Printer.answer(lines: ConflictText.details(record))
        }
        if survey.conflictedMerge.worktree != nil { Printer.narrate("Ways out: parallel-cc suggestions") }
    }
}
