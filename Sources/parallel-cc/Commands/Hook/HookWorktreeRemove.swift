internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `hook worktree-remove`: removes a worktree of ours that the user no longer wants. Always exits 0.
struct HookWorktreeRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worktree-remove", abstract: "A worktree is no longer wanted.")

    mutating func run() throws {
        do {
            guard case .worktreeRemove(let path) = try HookInputReader.payload().event else { return }
            let outcome = try Coordinator(.live()).removeWorktree(path)
            if let reason = outcome.kept { Printer.narrate("parallel-cc: kept \(path): \(reason)".displayable) }
        } catch {
            // A worktree that git made because we could not is left for git to remove.
            Printer.narrate("parallel-cc: \(error)".displayable)
        }
    }
}
