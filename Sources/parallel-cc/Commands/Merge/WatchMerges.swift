internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Glibc
internal import HookCore
internal import Integration
internal import Wiring

/// `watch merges`.
struct WatchMerges: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merges", abstract: "Look whether branches that sessions asked about are merged, and tell them.",
        discussion: """
            Without --once it goes on until interrupted and prints each merge as it is seen; --json then gives one \
            document per line. Nothing is fetched: what a remote has is seen after the next git fetch.
            """)

    @Option(help: ArgumentHelp("Seconds between two looks, 5 at least.", valueName: "seconds"))
    var interval: Int = 60

    @Flag(help: "Look once.")
    var once = false

    @OptionGroup var output: OutputOption

    func validate() throws {
        guard (5...86_400).contains(interval) else { throw ValidationError("--interval takes 5 to 86400 seconds.") }
    }

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        if once {
            let check = try MergeDetection(coordinator).checkSubscriptions(fetches: true)
            let document = MergeCheckDocument(check)
            if output.json { try Printer.answer(json: document) } else { Printer.answer(lines: document.lines) }
            if !check.errors.isEmpty { throw ExitCode.failure }
            return
        }
        if !output.json { Printer.narrate("Looking every \(interval) seconds; Ctrl-C ends it.") }
        var shownErrors: Set<String> = []
        while Interruption.signal == nil, !Printer.isOutputClosed {
            try checkOnce(coordinator, into: &shownErrors)
            waitForNextCheck()
        }
    }

    /// Checks once. A failure is reported once, not at each check; the next check tries again.
    private func checkOnce(_ coordinator: Coordinator, into shownErrors: inout Set<String>) throws {
        guard var check = try check(coordinator) else { return }
        let lines = Set(check.errors.map { MergeCheckDocument.Failure($0).line })
        check.errors.removeAll { shownErrors.contains(MergeCheckDocument.Failure($0).line) }
        shownErrors = lines
        if check.newMerges.isEmpty, check.errors.isEmpty, check.notificationsSent == 0 { return }
        try show(MergeCheckDocument(check))
    }

    /// - Returns: nil where another process holds the database for too long, or this one is asked to end.
    private func check(_ coordinator: Coordinator) throws(ParallelError) -> MergeCheck? {
        do throws(ParallelError) {
            return try MergeDetection(coordinator).checkSubscriptions(fetches: true)
        } catch {
            guard error.code == .interrupted || error.code == .databaseBusy else { throw error }
            return nil
        }
    }

    private func show(_ document: MergeCheckDocument) throws {
        if output.json { return try Printer.answer(json: document, pretty: false) }
        for merge in document.newMerges { Printer.answer(MergeLine.text(merge).displayable) }
        Printer.narrate(lines: document.errors.map { $0.line.displayable })
    }

    private func waitForNextCheck() {
        var left = interval * 1_000
        while left > 0, Interruption.signal == nil, !Printer.isOutputClosed {
            poll(nil, 0, Int32(min(left, 500)))
            left -= 500
        }
    }
}
