internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `migrate`: does the work of `update`, to a named version. Every version contains the older ones; there is no way
/// back.
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database to a version of its schema.",
        discussion: "The schema only goes forward, and holds all older ones; a backup is made before.")

    @Option(help: ArgumentHelp("The version to reach.", valueName: "version"), completion: .list(Self.versions))
    var version: String = SchemaUpdate.current

    @OptionGroup var output: OutputOption

    private static let versions = ["0.5.0", "1.0.0", "1.1.0", SchemaUpdate.current]

    private struct Document: Encodable {
        let success = true
        let message: String
        let version: String
    }

    func validate() throws {
        guard Self.versions.contains(version) else {
            throw ValidationError("Unknown version \(version); known are \(Self.versions.joined(separator: ", ")).")
        }
    }

    mutating func run() throws {
        let update = try Coordinator(.live()).schemaUpdate
        let message =
            if version != update.to {
                "Version \(version) is already contained in the schema of \(update.to)"
            } else if update.migrations.isEmpty {
                "Already at version \(version)"
            } else {
                "Migration to v\(version) completed"
            }
        if output.json {
            return try Printer.answer(json: Document(message: message, version: update.to), pretty: false)
        }
        Printer.answer("✓ \(message)")
        if let backup = update.backup { Printer.answer("  The database as it was: \(backup.displayable)") }
    }
}
