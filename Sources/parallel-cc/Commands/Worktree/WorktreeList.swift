internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `worktree list`.
struct WorktreeList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the worktrees that sessions got.")

    @OptionGroup var scope: RepositoryOption

    @OptionGroup var output: OutputOption

    private struct Document: Encodable {
        let worktrees: [WorktreeDocument]
        let total: Int
    }

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        let used = Set(try coordinator.livingSessions().map { Name($0.worktreePath) })
        let worktrees = try coordinator.worktrees(in: scope.identity(coordinator)).map {
            WorktreeDocument($0, inUse: used.contains(Name($0.path)))
        }
        let columns = [
            TableColumn("NAME"), TableColumn("STATE"), TableColumn("BRANCH"), TableColumn("PATH", shortened: .ends),
            TableColumn("WHY"),
        ]
        try output.list(
            worktrees, document: Document(worktrees: worktrees, total: worktrees.count), empty: "No worktrees.",
            columns: columns
        ) { worktree in
            [
                TableCell(worktree.name), TableCell(worktree.inUse ? "in use" : worktree.state),
                TableCell(worktree.branch ?? "(detached)"), TableCell(worktree.path), TableCell(worktree.reason ?? ""),
            ]
        }
    }
}
