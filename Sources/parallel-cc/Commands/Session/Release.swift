internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Wiring

/// `release`: ends a session and gives back its worktree.
struct Release: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End a session and give back its worktree, saving what is in it.",
        discussion: """
            A session of another container or machine, whose process cannot be seen from here, ends only by its own
            release or by your word that it is gone: --session ID --gone.
            """)

    @OptionGroup var target: SessionOption

    @Flag(
        help: "Its process is gone, though that cannot be seen from here. Asks, or needs --yes.")
    var gone = false

    @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
    var yes = false

    @Flag(help: ArgumentHelp("Say only what the user needs to know.", visibility: .hidden))
    var brief = false

    @OptionGroup var output: OutputOption

    func validate() throws {
        // A pid of another container may belong to another process here.
        if gone && target.session == nil { throw ValidationError("--gone goes with --session.") }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let key = try target.key()
        if gone, let session = try coordinator.session(key), coordinator.isOutOfSight(session) {
            let question = "Is process \(session.process.pid) of the session in \(session.worktreePath) surely gone?"
            try Consent.require(
                question.displayable, yes: yes, or: "Nobody can see whether it is gone; say --yes.",
                operation: "release")
        }
        Interruption.catchSignals()
        let result = try coordinator.release(
            key, reason: gone ? "its process is gone, the user says" : "released", isGone: gone)
        defer { IdleWork.startIfDue(coordinator) }
        if output.json { return try Printer.answer(json: ReleaseDocument(result), pretty: false) }
        if !brief { Printer.answer(result.released ? "✓ Session released" : "Session not found") }
        for line in ReleaseSummary(result).lines { Printer.answer(line) }
    }
}
