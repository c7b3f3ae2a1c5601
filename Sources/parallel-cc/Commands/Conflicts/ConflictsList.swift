internal import CommandLineKit
internal import Coordinator
internal import Integration
internal import Wiring

/// `conflicts list`, and plain `conflicts`.
struct ConflictsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List recorded conflicts, newest first.")

    @OptionGroup var options: ConflictOptions

    @Flag(help: "Only those that have ended.")
    var resolved = false

    private struct Document: Encodable {
        let resolutions: [ConflictRow]
        let total: Int
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        var filter = try options.filter(coordinator)
        if resolved { filter.isResolved = true }
        let found = try Conflicts(coordinator).list(filter)
        if options.output.json {
            let rows = found.records.map(ConflictRow.init)
            return try Printer.answer(json: Document(resolutions: rows, total: found.total))
        }
        if found.records.isEmpty {
            return Printer.narrate("No conflicts recorded. Look now: parallel-cc conflicts detect [BRANCH BRANCH]")
        }
        Printer.answer(ConflictText.table(found.records))
    }
}
