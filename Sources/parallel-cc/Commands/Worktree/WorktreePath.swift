internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `worktree path`: prints the path, for `cd "$(parallel-cc worktree path NAME)"`.
struct WorktreePath: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "path", abstract: "Print where a worktree is.",
        discussion: "cd \"$(parallel-cc worktree path NAME)\"")

    @Argument(help: ArgumentHelp("Name, branch or path of the worktree, or id of its session.", valueName: "worktree"))
    var name: String

    mutating func run() throws {
        let coordinator = try Coordinator(.live())
        Printer.answer(try find(with: coordinator).path)
    }

    /// Names go before branches, and what belongs to the repository around the working directory goes before all else:
    /// different repositories may have branches of one name.
    private func find(with coordinator: Coordinator) throws(ParallelError) -> WorktreeRecord {
        let isMeant = { (worktree: WorktreeRecord) in worktree.branch.isSame(as: name) || worktree.sessionID == name }
        let all = try coordinator.worktrees()
        let repository = ProgramEnvironment.current.directory.flatMap { try? coordinator.repositoryIdentity(at: $0) }
        let own = all.filter { $0.repository.isSame(as: repository) }
        if let found = own.first(where: { $0.id.isSame(as: name) }) ?? own.first(where: isMeant) { return found }
        do throws(ParallelError) {
            return try coordinator.worktree(TypedWorktree.resolve(name))
        } catch {
            guard error.code == .unknownWorktree, let found = all.first(where: isMeant) else { throw error }
            return found
        }
    }
}

/// A worktree as typed: a name, or a path, which may be relative.
enum TypedWorktree {
    static func resolve(_ text: String) -> String {
        text.hasPrefix(".") || text.hasPrefix("~") ? ProgramEnvironment.current.absolute(text) : text
    }
}
