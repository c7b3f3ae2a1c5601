internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Wiring

/// `hook worktree-create`: makes the worktree that `claude --worktree` asks for. The last line is its path.
///
/// This is the only hook that may fail: the line in the settings then lets git make the worktree.
struct HookWorktreeCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worktree-create", abstract: "A worktree is wanted. Prints its path.")

    mutating func run() throws {
        Interruption.catchSignals()
        try Printer.requireOutput()
        let payload = try HookInputReader.payload()
        guard case .worktreeCreate(let name) = payload.event else {
            throw ParallelError(
                "invalid-hook-payload", operation: "create worktree", message: "the payload names no worktree")
        }
        guard let directory = payload.cwd ?? payload.projectDirectory ?? ProgramEnvironment.current.directory else {
            throw ParallelError(.invalidRepository, operation: "create worktree", message: "the directory is gone")
        }
        let worktree = try Coordinator(.live()).createNamedWorktree(name, at: directory)
        Printer.answer(worktree.path)
    }
}
