internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// `merge status`.
struct MergeStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show which branches are merged, and the merges that were seen.")

    @OptionGroup var scope: RepositoryOption

    @Option(help: ArgumentHelp("Only branches whose name contains this.", valueName: "name"))
    var branch: String?

    @Option(help: ArgumentHelp("What branches are merged into; default: found by itself.", valueName: "branch"))
    var target: String?

    @Option(help: ArgumentHelp("How many of the merges that were seen.", valueName: "count"))
    var limit: Int = 20

    @Flag(help: "Show who asked to be told, instead.")
    var subscriptions = false

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let events: [MergeRow]
        let total: Int
        /// The target; nil outside of a repository.
        let target: String?
        let branches: [BranchStateRow]
    }

    private struct SubscriptionsDocument: Encodable {
        let subscriptions: [MergeSubscriptionRow]
        let total: Int
    }

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit counts from 1.") }
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let named = try scope.identity(coordinator)
        if subscriptions { return try showSubscriptions(coordinator, in: named) }
        let repository = if let named { named } else { try around(coordinator) }
        let events = try MergeDetection(coordinator).events(in: repository, branch: branch, limit: limit)
        let found = try currentStates(coordinator, in: repository)
        let document = Document(
            events: events.map(MergeRow.init), total: events.count, target: found?.target, branches: found?.rows ?? [])
        if output.json { try Printer.answer(json: document) } else { render(document) }
        if document.branches.contains(where: { $0.how == "error" }) { throw ExitCode.failure }
    }

    /// The target and the branches of a repository; nil outside of one.
    private func currentStates(
        _ coordinator: Coordinator, in repository: String?
    ) throws(ParallelError) -> (target: String, rows: [BranchStateRow])? {
        guard let repository else { return nil }
        do throws(ParallelError) {
            let found = try MergeDetection(coordinator).states(target: target, in: repository)
            let matching = found.states.filter { state in branch == nil || state.branch.contains(branch ?? "") }
            return (found.target, matching.map { BranchStateRow($0) })
        } catch {
            // Without a target the detected merges can still be shown.
            guard error.code == "unknown-target", target == nil else { throw error }
            Printer.narrate("\(error.message): \(error.hint ?? "")".displayable)
            return nil
        }
    }

    private func around(_ coordinator: Coordinator) throws(ParallelError) -> String? {
        do throws(ParallelError) {
            return try coordinator.repositoryIdentity(at: ProgramEnvironment.current.absolute("."))
        } catch  where error.code == "not-a-repository" {
            return nil
        }
    }

    private func showSubscriptions(_ coordinator: Coordinator, in repository: String?) throws {
        let found = try MergeDetection(coordinator).subscriptions(in: repository, branch: branch, limit: limit)
        let document = SubscriptionsDocument(
            subscriptions: found.map(MergeSubscriptionRow.init), total: found.count)
        if output.json { return try Printer.answer(json: document) }
        if found.isEmpty { return Printer.narrate("Nobody asked to be told of a merge.") }
        var table = Table([
            TableColumn("BRANCH", shortened: .ends), TableColumn("INTO"), TableColumn("SESSION"), TableColumn("STATE"),
            TableColumn("SINCE"),
        ])
        for row in document.subscriptions {
            table.append([
                TableCell(row.branchName), TableCell(row.targetBranch), TableCell(row.sessionId), TableCell(row.state),
                TableCell(row.createdAt),
            ])
        }
        Printer.answer(table)
    }

    private func render(_ document: Document) {
        if !document.branches.isEmpty {
            var table = Table([TableColumn("BRANCH", shortened: .ends), TableColumn("TIP"), TableColumn("STATE")])
            for row in document.branches {
                table.append([TableCell(row.branch), TableCell(String(row.tip.prefix(10))), TableCell(row.text)])
            }
            Printer.answer(table)
        } else if let target = document.target {
            let none = branch.map { "No branch with \($0) in its name, beside \(target)." }
            Printer.narrate((none ?? "No branches beside \(target).").displayable)
        }
        for event in document.events { Printer.answer(MergeLine.text(event).displayable) }
        if document.events.isEmpty { Printer.narrate("No merge of a branch that a session asked about was seen.") }
    }
}
