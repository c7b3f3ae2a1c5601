internal import CommandLineKit
internal import Coordinator
internal import Exec

/// `release`: ends a session and gives back its worktree.
struct Release: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End a session and give back its worktree, saving what is in it.")

    @OptionGroup var target: SessionOption

    @Flag(help: ArgumentHelp("Say only what the user needs to know.", visibility: .hidden))
    var brief = false

    @Flag(help: "Answer with one JSON document.")
    var json = false

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let result = try coordinator.release(target.key(), reason: "released")
        defer { IdleWork.startIfDue(coordinator) }
        if json { return try Printer.answer(json: ReleaseDocument(result), pretty: false) }
        if !brief { Printer.answer(result.released ? "✓ Session released" : "Session not found") }
        for line in ReleaseSummary(result).lines { Printer.answer(line) }
    }
}
