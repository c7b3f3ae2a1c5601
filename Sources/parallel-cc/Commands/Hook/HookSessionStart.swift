internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// `hook session-start`: adopts native sessions, notes which conversation takes place where, and keeps the commits of a
/// branch that `claude -w` has begun anew. Always exits 0.
struct HookSessionStart: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session-start", abstract: "A session has started, was resumed or cleared.")

    mutating func run() throws {
        do {
            let payload = try HookInputReader.payload()
            let held = payload.cwd.flatMap(HeldBranch.holdFormer).map { "parallel-cc: \($0.text)" }
            let texts = [held, Self.greeting(payload)].compactMap(\.self)
            if texts.isEmpty { return }
            let answer = HookAnswer.context(event: "SessionStart", text: texts.joined(separator: "\n"))
            Printer.answer(bytes: Array(answer.text.utf8))
        } catch {
            Printer.narrate("parallel-cc: \(error)".displayable)
        }
    }

    /// Notes the session.
    /// - Returns: a sentence on where it works; nil if that is no worktree of ours or was already told.
    private static func greeting(_ payload: HookPayload) -> String? {
        do {
            let notice = try HookInputReader.notice(payload)
            guard let session = try Coordinator(.live(busyTimeout: 250)).sessionStarted(notice) else { return nil }
            guard session.worktreeName != nil, isFirst(notice, payload: payload) else { return nil }
            return "This session works in its own git worktree \(session.worktreePath)"
                + (session.branch.map { " on branch \($0)" } ?? "") + "."
        } catch {
            // No failure of ours may stand in claude's way. The next beat makes up for what could not be noted.
            Printer.narrate("parallel-cc: \(error)".displayable)
            return nil
        }
    }

    /// Whether this is the first of two equal calls: the plugin and the settings may both have the hook.
    private static func isFirst(_ notice: ClaudeNotice, payload: HookPayload) -> Bool {
        guard let directory = ProgramEnvironment.current.dataDirectory, case .sessionStart(let source) = payload.event
        else {
            return true
        }
        let calls = RecentCalls(BeatDirectory(dataDirectory: directory), process: notice.process)
        return calls.recordIfNew("SessionStart \(source) \(notice.claudeSessionID)", now: Timestamp.now().milliseconds)
    }
}
