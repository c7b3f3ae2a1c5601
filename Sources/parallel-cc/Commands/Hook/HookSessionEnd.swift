internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `hook session-end`: records that the session is ending. The process that sees it gone releases its worktree. Always
/// exits 0.
struct HookSessionEnd: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "session-end", abstract: "A session is ending.")

    mutating func run() throws {
        do {
            let payload = try HookInputReader.payload()
            // After /clear the same process goes on with another conversation.
            guard case .sessionEnd(let reason) = payload.event, reason != "clear" else { return }
            let notice = try HookInputReader.notice(payload)
            try Coordinator(.live(busyTimeout: 500)).sessionEnding(notice, reason: reason)
        } catch {
            // Claude Code gives this hook 1.5 s and does not show its output.
            Printer.narrate("parallel-cc: \(error)".displayable)
        }
    }
}
