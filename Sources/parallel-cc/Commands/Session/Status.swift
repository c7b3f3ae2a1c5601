internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// `status`: the sessions, where and on what they work, and the leftovers that wait to be dealt with.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show sessions, worktrees and rescues.")

    @OptionGroup var scope: RepositoryOption

    @Flag(name: .customLong("no-git"), help: "Do not ask git what the worktrees hold.")
    var withoutGit = false

    @Flag(help: "Also add up what the worktrees take on the disk.")
    var disk = false

    @Flag(name: [.customShort("w"), .long], help: "Refresh in place every two seconds; q or Ctrl-C ends it.")
    var watch = false

    @Flag(help: "Only the sandbox sessions that an older parallel-cc recorded.")
    var sandboxOnly = false

    @OptionGroup var output: OutputOption

    func validate() throws {
        if watch && output.json {
            throw ValidationError("--watch is for a terminal; it cannot be combined with --json.")
        }
        if watch && sandboxOnly { throw ValidationError("--watch cannot be combined with --sandbox-only.") }
        if watch && !Printer.outputTerminal.canRewriteLine { throw ValidationError("--watch needs a terminal.") }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        if sandboxOnly { return try showSandboxes(coordinator) }
        let repository = try scope.identity(coordinator)
        if watch { return try Watch.run { try text(coordinator, in: repository, width: $0) } }
        if output.json { return try Printer.answer(json: document(coordinator, in: repository)) }
        Printer.answer(try text(coordinator, in: repository, width: Printer.outputTerminal.tableWidth))
    }

    private func document(_ coordinator: Coordinator, in repository: String?) throws(ParallelError) -> StatusDocument {
        var report = try coordinator.status(repository: repository, withWork: !withoutGit)
        report.warnings += MergeQueue(coordinator).warnings(in: repository)
        let repositoryPath = try scope.repo.map { repo throws(ParallelError) in
            try coordinator.mainCheckout(at: ProgramEnvironment.current.absolute(repo)) ?? repository
        }
        let sizes = disk ? sizes(report, with: coordinator) : [:]
        return StatusDocument(
            report, repoPath: (repositoryPath ?? nil) ?? "all", now: Timestamp.now(), diskBytes: sizes)
    }

    private func sizes(_ report: StatusReport, with coordinator: Coordinator) -> [Name: UInt64] {
        let paths = (report.sessions + report.lost).map(\.session.worktreePath) + report.worktrees.map(\.path)
        return Dictionary(
            uniqueKeysWithValues: paths.distinctNames.map { (Name($0), coordinator.diskUsage(of: $0)) })
    }

    private func text(_ coordinator: Coordinator, in repository: String?, width: Int?) throws -> String {
        StatusText(try document(coordinator, in: repository), style: Printer.style, width: width).text
    }

    private func showSandboxes(_ coordinator: Coordinator) throws {
        let repositoryPath = scope.repo.map(ProgramEnvironment.current.absolute)
        let sandboxes = try coordinator.legacySandboxes().filter {
            repositoryPath == nil || $0.repository.isSame(as: repositoryPath)
        }
        let document = SandboxStatusDocument(sandboxes, repoPath: repositoryPath ?? "all", now: Timestamp.now())
        if output.json { return try Printer.answer(json: document) }
        Printer.answer(lines: document.lines)
    }
}
