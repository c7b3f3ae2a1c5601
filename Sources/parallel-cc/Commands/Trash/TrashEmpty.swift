internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Wiring

/// `trash empty`: the only command that deletes files for good, and only on request.
struct TrashEmpty: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "empty", abstract: "Delete removed worktrees for good; rescues stay.",
        discussion: "Asks on a terminal; elsewhere --yes is needed. Without --repo, of all repositories.")

    @Option(help: ArgumentHelp("Only the repository of this directory.", valueName: "path"), completion: .directory)
    var repo: String?

    @Option(help: ArgumentHelp("Only what was removed longer ago than this.", valueName: "days"))
    var olderThan: Int = 0

    @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
    var yes = false

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let emptied: [String]
        let total: Int
        let notFound: [String]
    }

    func validate() throws {
        guard (0...36_500).contains(olderThan) else { throw ValidationError("--older-than takes 0 to 36500 days.") }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        var repository: String?
        if let repo { repository = try coordinator.repositoryIdentity(at: ProgramEnvironment.current.absolute(repo)) }
        let entries = try coordinator.trash().filter { repository == nil || $0.repository.isSame(as: repository) }
        var gone: [String] = []
        let unfinished = try coordinator.unfinishedDeletions(of: repository)
        let missing = try coordinator.missingTrash(of: repository)
        if !entries.isEmpty || !unfinished.isEmpty || !missing.isEmpty {
            if !yes, !entries.isEmpty { try confirm(entries, in: repository, with: coordinator) }
            Interruption.catchSignals()
            gone = try coordinator.emptyTrash(
                of: repository, olderThanDays: olderThan, shown: entries.map(\.id))
        }
        let left = try coordinator.missingTrash(of: repository)
        let forgotten = missing.filter { !left.holds(name: $0) }
        if output.json {
            return try Printer.answer(json: Document(emptied: gone, total: gone.count, notFound: forgotten))
        }
        Printer.answer("✓ Deleted from the trash: \(gone.count)")
        for path in forgotten {
            Printer.answer("  Not found, so not deleted, and forgotten: \(path.displayable)")
            Printer.answer("    If it was moved, or its disk is not mounted, it is still there.")
        }
    }

    private func confirm(_ entries: [TrashRecord], in repository: String?, with coordinator: Coordinator) throws {
        let whose = repository == nil ? "of all repositories" : "of this repository"
        let count = entries.count
        let selection = olderThan == 0 ? "all \(count)" : "those older than \(olderThan) days of the \(count)"
        let unsaved = entries.count(where: coordinator.holdsUnsavedWork)
        let warning = unsaved == 0 ? "" : " \(unsaved) of them hold what no rescue has."
        try Consent.require("Delete \(selection) removed worktrees \(whose) for good?\(warning)", yes: false)
    }
}
