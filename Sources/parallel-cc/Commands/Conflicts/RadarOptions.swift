internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// The options of `conflicts predict` and `radar`, and their common work.
struct RadarOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A directory of the repository; default: here.", valueName: "path"), completion: .directory)
    var repo: String?

    @Option(help: ArgumentHelp("The branch that all are merged into; default: found.", valueName: "ref"))
    var target: String?

    @Flag(help: "Every worktree, not only those of living sessions.")
    var all = false

    @Flag(help: "Go on, and answer anew whenever something changes.")
    var watch = false

    @Flag(help: "Answer with one JSON document; with --watch one a line.")
    var json = false

    func validate() throws {
        if target?.isEmpty == true { throw ValidationError("--target takes a branch.") }
    }

    private var request: RadarRequest {
        RadarRequest(directory: ProgramEnvironment.current.absolute(repo ?? "."), target: target, includesAll: all)
    }

    func run() throws {
        let coordinator = try Coordinator(.live())
        if watch { return try RadarWatching(coordinator, request: request, json: json).run() }
        let report = try Radar(coordinator).predict(request)
        if json {
            try Printer.answer(json: RadarDocument(report))
        } else {
            Printer.answer(RadarText(report, style: Printer.style, width: Printer.outputTerminal.tableWidth).text)
        }
        if !report.conflicts.isEmpty { throw ExitCode.bad }
        if !report.errors.isEmpty { throw ExitCode.failure }
    }
}
