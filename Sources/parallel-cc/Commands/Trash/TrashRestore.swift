internal import CommandLineKit
internal import Coordinator
internal import Exec

/// `trash restore`
struct TrashRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a removed worktree back where it was, ignored files and all.")

    @Argument(help: ArgumentHelp("Id in the trash, or former path.", valueName: "id"))
    var id: String

    @Flag(help: "Answer with one JSON document.")
    var json = false

    mutating func run() throws {
        Interruption.catchSignals()
        let restored = try Coordinator(.live()).restoreTrash(id)
        if json { return try Printer.answer(json: WorktreeDocument(restored, inUse: false)) }
        Printer.answer("✓ Restored: \(restored.path)")
    }
}
