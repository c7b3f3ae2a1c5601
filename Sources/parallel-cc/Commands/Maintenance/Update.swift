internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `update`: brings the database to the present schema, which opening it does.
struct Update: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bring the database to the present schema.")

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        @ExplicitNull var from: String?
        let to: String
        let migrations: [String]
        @ExplicitNull var backup: String?

        init(_ update: SchemaUpdate) {
            from = update.from
            to = update.to
            migrations = update.migrations
            backup = update.backup
        }
    }

    mutating func run() throws {
        let update = try Coordinator(.live()).schemaUpdate
        if output.json { return try Printer.answer(json: Document(update), pretty: false) }
        Printer.answer("Current version: \(update.from ?? "none")")
        Printer.answer("Target version: \(update.to)")
        if update.migrations.isEmpty { return Printer.answer("✓ Already at latest version") }
        for version in update.migrations { Printer.answer("✓ Migrated to \(version)") }
        if let backup = update.backup { Printer.answer("  The database as it was: \(backup.displayable)") }
    }
}
