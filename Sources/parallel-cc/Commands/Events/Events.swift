internal import CommandLineKit
internal import Coordinator
internal import Glibc
internal import Wiring

/// `events`: every change of state, with its cause.
struct Events: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what happened: sessions, worktrees, rescues, with causes.",
        discussion: "With --follow it goes on until interrupted; then --json gives one document per line.")

    @OptionGroup var scope: RepositoryOption

    @Option(help: ArgumentHelp("Only events after this one.", valueName: "sequence"))
    var after: Int = 0

    @Option(help: ArgumentHelp("How many to show, the newest ones.", valueName: "count"))
    var limit: Int = 50

    @Flag(name: [.customShort("f"), .long], help: "Go on showing events as they come.")
    var follow = false

    @OptionGroup var output: OutputOption

    func validate() throws {
        guard after >= 0, limit > 0 else { throw ValidationError("--after and --limit count from 0 and 1.") }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let repository = try scope.identity(coordinator)
        let events = try coordinator.events(repository: repository, after: Int64(after), limit: limit)
        if !follow {
            if output.json { return try Printer.answer(json: EventsDocument(events)) }
            return Printer.answer(lines: EventLines(events, style: Printer.style).lines)
        }
        try show(events)
        try follow(coordinator, in: repository, after: events.last?.sequence ?? Int64(after))
    }

    /// Asks twice a second, with one small query each time: the database cannot wake us.
    private func follow(_ coordinator: Coordinator, in repository: String?, after sequence: Int64) throws {
        var last = sequence
        while !Printer.isOutputClosed {
            let events = try coordinator.events(repository: repository, after: last, limit: 10_000)
            try show(events)
            last = events.last?.sequence ?? last
            poll(nil, 0, 500)
        }
    }

    private func show(_ events: [Event]) throws {
        if !output.json { return Printer.answer(lines: EventLines(events, style: Printer.style).lines) }
        for event in events { try Printer.answer(json: EventsDocument.Event(event), pretty: false) }
    }
}
