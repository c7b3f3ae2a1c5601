internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Glibc
internal import HookCore
internal import Integration
internal import Wiring

/// `merge queue run`.
struct MergeQueueRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Land what is queued.",
        discussion: """
            Several branches are tried as one; where that does not pass, the one to blame is found and the others \
            land. Exit status 3 when a branch could not land. With --watch it goes on until interrupted; --json then \
            gives one document per line.
            """)

    @OptionGroup var queue: QueueOption

    @Flag(help: "Run once; the default.")
    var once = false

    @Flag(help: "Go on, and land whatever is queued.")
    var watch = false

    @Option(help: ArgumentHelp("Seconds between two looks of --watch.", valueName: "seconds"))
    var interval: Int = 10

    @OptionGroup var output: OutputOption

    func validate() throws {
        if once && watch { throw ValidationError("--once and --watch contradict each other.") }
        guard (1...86_400).contains(interval) else { throw ValidationError("--interval takes 1 to 86400 seconds.") }
    }

    mutating func run() throws {
        Interruption.catchSignals()
        let coordinator = try Coordinator(.live())
        let repository = try queue.repository(coordinator)
        if watch { return try watch(coordinator, in: repository) }
        let document = QueueDocument(
            try MergeQueue(coordinator).run(in: repository),
            waiting: try MergeQueue(coordinator).readyMerges(in: repository))
        if output.json { try Printer.answer(json: document) } else { Printer.answer(lines: document.lines) }
        if !document.exitCode.isSuccess { throw document.exitCode }
    }

    private func watch(_ coordinator: Coordinator, in repository: String) throws {
        if !output.json { Printer.narrate("Looking every \(interval) seconds; Ctrl-C ends it.") }
        var shownLines: [String] = []
        while Interruption.signal == nil, !Printer.isOutputClosed {
            if let document = try runOnce(coordinator, in: repository), document.lines != shownLines {
                shownLines = document.lines
                if output.json {
                    try Printer.answer(json: document, pretty: false)
                } else {
                    Printer.answer(lines: shownLines)
                }
            }
            var left = interval * 1_000
            while left > 0, Interruption.signal == nil, !Printer.isOutputClosed {
                poll(nil, 0, Int32(min(left, 500)))
                left -= 500
            }
        }
    }

    /// - Returns: nil where there was nothing to do, another process does it, or this one is asked to end.
    private func runOnce(_ coordinator: Coordinator, in repository: String) throws(ParallelError) -> QueueDocument? {
        do throws(ParallelError) {
            guard try MergeQueue(coordinator).hasWork(in: repository) else { return nil }
            let result = try MergeQueue(coordinator).run(in: repository)
            return QueueDocument(result, waiting: try MergeQueue(coordinator).readyMerges(in: repository))
        } catch {
            let isPassing = [.interrupted, .databaseBusy, "landing-busy", "repository-busy"].contains(error.code)
            guard isPassing else { throw error }
            return nil
        }
    }
}
