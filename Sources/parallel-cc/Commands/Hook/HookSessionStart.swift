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
            let payload = try HookInputReader.payload()
            let notice = try HookInputReader.notice(payload)
            guard let session = try Coordinator(.live(busyTimeout: 250)).sessionStarted(notice) else { return }
            guard session.worktreeName != nil, Self.isFirst(notice, payload) else { return }
            let text =
                "This session works in its own git worktree \(session.worktreePath)"
                + (session.branch.map { " on branch \($0)" } ?? "") + "."
            Printer.answer(bytes: Array(HookAnswer.context(event: "SessionStart", text: text).text.utf8))
        } catch {
            // Nothing of ours may stand in claude's way; what could not be noted is caught up by the next beat.
            Printer.narrate("parallel-cc: \(error)".displayable)
        }
    }

    /// A plugin's hook and one of the settings say it once.
    private static func isFirst(_ notice: ClaudeNotice, _ payload: HookPayload) -> Bool {
        guard let directory = Surroundings.current.dataDirectory, case .sessionStart(let source) = payload.event else {
            return true
        }
        let calls = RecentCalls(BeatDirectory(dataDirectory: directory), notice.process)
        return calls.isNew("SessionStart \(source) \(notice.claudeSessionID)", now: Timestamp.now().milliseconds)
    }
}
