internal import CommandLineKit
internal import Coordinator
internal import Integration
internal import Wiring

/// `conflicts show`.
struct ConflictsShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one recorded conflict.")

    @Argument(help: ArgumentHelp("Id of the conflict.", valueName: "id"))
    var id: String

    @OptionGroup var output: OutputOption

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let record = try Conflicts(coordinator).find(coordinator.completed(id, kind: .conflict))
        if output.json { return try Printer.answer(json: ConflictRow(record)) }
        let end = record.resolvedAt.map { "\($0) \(record.strategy?.rawValue ?? "")" } ?? "open"
        let rows = [
            ("File", ConflictText.path(record)), ("Type", "\(record.type.rawValue), \(record.kind)"),
            ("Severity", record.severity.rawValue), ("Between", ConflictText.sides(record)),
            ("Worktree", record.worktree ?? "(tried, not merged)"), ("Language", record.language ?? "(text)"),
            ("Seen", record.detectedAt), ("Ended", record.metadata.map { "\(end), \($0)" } ?? end),
        ]
        for (name, text) in rows { Printer.answer((name + ":").padded(to: 12) + text.displayable) }
        Printer.answer(lines: ConflictText.details(record))
        for marker in record.markers {
            Printer.answer("\nLines \(marker.start) to \(marker.end):")
            Printer.answer(lines: lines(marker.oursContent, side: "ours  "))
            Printer.answer(lines: lines(marker.theirsContent, side: "theirs"))
        }
    }

    private func lines(_ text: String, side: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0).map {
            "  \(side) │ \(String($0).displayable)"
        }
    }
}
