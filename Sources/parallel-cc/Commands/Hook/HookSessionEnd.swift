internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import Wiring

/// `hook session-end`: writes the wish down; whoever sees the process gone releases. Always exits 0.
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
            // Claude gives this hook 1.5 s and shows what it says to nobody.
            Printer.narrate("parallel-cc: \(error)".displayable)
        }
    }
}
