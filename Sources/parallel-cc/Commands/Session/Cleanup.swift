internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import Integration
internal import Wiring

/// `cleanup`: deals with the leftovers of sessions that are gone.
struct Cleanup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "End lost sessions and take away their worktrees, saving what is in them.")

    @Flag(help: ArgumentHelp("Only what needs no one's word.", visibility: .hidden))
    var onlyOld = false

    @OptionGroup var output: OutputOption

    private struct Kept: Encodable {
        let path: String
        let reason: String
        /// The command that deals with the worktree, once the reason is gone.
        let command: String
    }

    private struct Document: Encodable {
        let removed: Int
        let sessions: [String]
        let worktreesRemoved: [String]
        let rescues: [String]
        let kept: [Kept]
    }

    mutating func run() throws {
        Interruption.catchSignals()
        if onlyOld { IdleWork.lowerPriority() }
        let coordinator = try Coordinator(.live())
        let result = try coordinator.cleanup(onlyOld: onlyOld)
        // Idle work also checks for merges. A failure there is no failure of cleaning up.
        if onlyOld { _ = try? MergeDetection(coordinator).checkSubscriptions() }
        let document = Document(
            removed: result.sessions.count, sessions: result.sessions,
            worktreesRemoved: result.worktrees.filter(\.removed).map(\.path),
            rescues: result.worktrees.compactMap(\.rescue), kept: try kept(result, with: coordinator))
        if output.json { try Printer.answer(json: document, pretty: false) } else { render(document) }
        if !result.failures.isEmpty { throw ExitCode.failure }
    }

    /// The worktrees that are still there: those that could not be removed, and those that the user has kept.
    private func kept(_ result: CleanupResult, with coordinator: Coordinator) throws(ParallelError) -> [Kept] {
        let worktrees = try coordinator.worktrees()
        let used = Set(try coordinator.livingSessions().map { Name($0.worktreePath) })
            .union(try coordinator.heldByStrangers(worktrees).keys)
        let tried =
            result.worktrees.compactMap { outcome in outcome.kept.map { (outcome.path, $0, nil as String?) } }
            + result.failures.map { ($0.path, $0.message, $0.hint) }
        let paths = Set(tried.map { Name($0.0) }).union(used)
        let others = worktrees.filter { $0.state == .kept && !paths.contains(Name($0.path)) }
        let trash = try coordinator.trash()
        return (tried + others.map { ($0.path, $0.keptReason ?? "kept", nil) }).map { path, reason, hint in
            let removal = worktrees.first { $0.path.isSame(as: path) }.map {
                CommandText.parallel("worktree remove", operand: $0.id)
            }
            // cleanup does not try an entry of the trash again by itself.
            let restoring = trash.first { $0.trashPath.isSame(as: path) }.map {
                CommandText.parallel("trash restore", operand: $0.id)
            }
            return Kept(path: path, reason: reason, command: hint ?? removal ?? restoring ?? "parallel-cc doctor")
        }
    }

    private func render(_ document: Document) {
        Printer.answer("Cleanup Results:")
        Printer.answer("Sessions removed: \(document.removed)")
        Printer.answer("Worktrees removed: \(document.worktreesRemoved.count)")
        for path in document.worktreesRemoved { Printer.answer("  - \(path.displayable)") }
        for rescue in document.rescues {
            Printer.answer("Saved: \(CommandText.parallel("rescue show", operand: rescue))")
        }
        for kept in document.kept {
            Printer.answer("Kept: \(kept.path) (\(kept.reason))".displayable)
            let isRemoval = kept.command.hasPrefix("parallel-cc worktree remove ")
            Printer.answer("  \(isRemoval ? "Remove it" : "Next"): \(kept.command.displayable)")
        }
    }
}
