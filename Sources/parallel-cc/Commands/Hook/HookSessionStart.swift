internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `hook session-start`: adopts native sessions, notes which conversation takes place where, holds what a branch had that
/// `claude -w` has begun anew. Always exits 0.
struct HookSessionStart: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session-start", abstract: "A session has started, was resumed or cleared.")

    mutating func run() throws {
        do {
            let payload = try HookInputReader.payload()
            let held = payload.cwd.flatMap(WorktreeBranch.holdFormer).map { "parallel-cc: \($0.text)" }
            let texts = [held, Self.greeting(payload)].compactMap(\.self)
            if texts.isEmpty { return }
            let answer = HookAnswer.context(event: "SessionStart", text: texts.joined(separator: "\n"))
            Printer.answer(bytes: Array(answer.text.utf8))
        } catch {
            Printer.narrate("parallel-cc: \(error)".displayable)
        }
    }

    /// Notes the session.
    /// - Returns: where it works, if that is a worktree of ours and was not said.
    private static func greeting(_ payload: HookPayload) -> String? {
        do {
            let notice = try HookInputReader.notice(payload)
            guard let session = try Coordinator(.live(busyTimeout: 250)).sessionStarted(notice) else { return nil }
            guard session.worktreeName != nil, isFirst(notice, payload: payload) else { return nil }
            return "This session works in its own git worktree \(session.worktreePath)"
                + (session.branch.map { " on branch \($0)" } ?? "") + "."
        } catch {
            // Nothing of ours may stand in claude's way; what could not be noted is caught up by the next beat.
            Printer.narrate("parallel-cc: \(error)".displayable)
            return nil
        }
    }

    /// A plugin's hook and one of the settings say it once.
    private static func isFirst(_ notice: ClaudeNotice, payload: HookPayload) -> Bool {
        guard let directory = ProgramEnvironment.current.dataDirectory, case .sessionStart(let source) = payload.event
        else {
            return true
        }
        let calls = RecentCalls(BeatDirectory(dataDirectory: directory), process: notice.process)
        return calls.isNew("SessionStart \(source) \(notice.claudeSessionID)", now: Timestamp.now().milliseconds)
    }
}
