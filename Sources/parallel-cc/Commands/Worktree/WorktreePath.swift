internal import CommandLineKit
internal import Coordinator
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
        let named = try coordinator.worktrees().first { $0.branch == name || $0.sessionID == name }
        Printer.answer(try named?.path ?? coordinator.worktree(WorktreeName.resolve(name)).path)
    }
}

/// A worktree as typed: a name, or a path, which may be relative.
enum WorktreeName {
    static func resolve(_ text: String) -> String {
        text.hasPrefix(".") || text.hasPrefix("~") ? ProgramEnvironment.current.absolute(text) : text
    }
}
