internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import HookCore

/// `hook session-start`: adopts native sessions, notes which conversation takes place where. Always exits 0.
struct HookSessionStart: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session-start", abstract: "A session has started, was resumed or cleared.")

    mutating func run() throws {
        do {
            let notice = try HookInputReader.notice(HookInputReader.payload())
            guard let session = try Coordinator(.live(busyTimeout: 250)).sessionStarted(notice) else { return }
            guard session.worktreeName != nil else { return }
            let text =
                "This session works in its own git worktree \(session.worktreePath)"
                + (session.branch.map { " on branch \($0)" } ?? "") + "."
            Printer.answer(bytes: Array(HookAnswer.context(event: "SessionStart", text: text).text.utf8))
        } catch {
            // Nothing of ours may stand in claude's way; what could not be noted is caught up by the next beat.
            Printer.narrate("parallel-cc: \(error)".displayable)
        }
    }
}
