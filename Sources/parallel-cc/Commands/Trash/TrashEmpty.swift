internal import CommandLineKit
internal import Coordinator
internal import Exec

/// `trash empty`: the one command that deletes files for good, and only when told so.
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

    @Flag(help: "Answer with one JSON document.")
    var json = false

    private struct Document: Encodable {
        let emptied: [String]
        let total: Int
    }

    func validate() throws {
        guard (0...36_500).contains(olderThan) else { throw ValidationError("--older-than takes 0 to 36500 days.") }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        var repository: String?
        if let repo { repository = try coordinator.repositoryIdentity(at: Surroundings.current.absolute(repo)) }
        let count = try coordinator.trash().count { repository == nil || $0.repository == repository }
        var gone: [String] = []
        if count > 0 {
            let whose = repository == nil ? "of all repositories" : "of this repository"
            let what = olderThan == 0 ? "all \(count)" : "those older than \(olderThan) days of the \(count)"
            try Consent.require("Delete \(what) removed worktrees \(whose) for good?", yes: yes)
            Interruption.catchSignals()
            gone = try coordinator.emptyTrash(
                of: repository, olderThanDays: olderThan, maxBytes: olderThan == 0 ? 0 : .max)
        }
        if json { return try Printer.answer(json: Document(emptied: gone, total: gone.count)) }
        Printer.answer("✓ Deleted from the trash: \(gone.count)")
    }
}
