internal import CommandLineKit
internal import Coordinator
internal import Glibc
internal import HookCore
internal import Integration
internal import Wiring

/// `merge queue add`.
struct MergeQueueAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Queue a branch to land.",
        discussion: "Only what is committed lands: the branch as it is when the queue runs.")

    @Argument(help: ArgumentHelp("A local branch; default: the one checked out here.", valueName: "branch"))
    var branch: String?

    @Option(
        help: ArgumentHelp("The local branch that it is to land on; default: found by itself.", valueName: "branch"))
    var target: String?

    @Option(help: ArgumentHelp("merge or rebase; default: what merge.method says.", valueName: "how"))
    var method: String?

    @OptionGroup var queue: QueueOption

    @Option(
        help: ArgumentHelp("Id or name of the session that asks; default: the one around us.", valueName: "session"))
    var session: String?

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let success = true
        let entry: QueueEntryRow
        /// A note on uncommitted work, which will not land.
        let notice: String?
        let message: String
    }

    func validate() throws {
        guard method == nil || MergeMethod(rawValue: method ?? "") != nil else {
            throw ValidationError("--method takes merge or rebase.")
        }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let repository = try queue.repository(coordinator)
        let entry = try MergeQueue(coordinator).add(
            try name(coordinator), in: repository, target: target, method: method.flatMap(MergeMethod.init),
            session: try asker(coordinator, in: repository)?.id)
        let notice = try MergeQueue(coordinator).uncommittedWork(on: entry.branch, in: repository)
        let message = "Queued: \(entry.branch) onto \(entry.target), by \(entry.method.rawValue)"
        if output.json {
            return try Printer.answer(json: Document(entry: QueueEntryRow(entry), notice: notice, message: message))
        }
        Printer.answer("✓ \(message)".displayable)
        if let notice { Printer.narrate("  ⚠ \(notice)".displayable) }
        Printer.narrate("  Land it: parallel-cc merge queue run")
    }

    private func name(_ coordinator: Coordinator) throws(ParallelError) -> String {
        if let branch { return branch }
        if let current = try coordinator.branch(at: ProgramEnvironment.current.absolute(".")) { return current }
        throw ParallelError(
            "unknown-branch", operation: "queue branch", subject: "HEAD", message: "no branch is checked out here",
            hint: "say which one")
    }

    /// The session that asks; nil for a session of another repository, which has no part in it.
    private func asker(_ coordinator: Coordinator, in repository: String) throws(ParallelError) -> Session? {
        if let session {
            var named = CallerSession()
            named.session = session
            return try named.find(coordinator)
        }
        let around = try coordinator.livingSession(
            ofCaller: getppid(), environment: ProgramEnvironment.current.environment)
        return around?.repository.isSame(as: repository) == true ? around : nil
    }
}
